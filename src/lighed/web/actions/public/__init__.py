"""What a municipality tells of itself in public."""
