"""What is printed: templates of paper, and words -> a tagged PDF by one of them."""
