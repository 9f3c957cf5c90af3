"""What a demonstration is filled with. All of it is made up, and refused where real people are."""
