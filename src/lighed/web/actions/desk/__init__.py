"""What caseworkers write about a person and set up on their own desk."""
