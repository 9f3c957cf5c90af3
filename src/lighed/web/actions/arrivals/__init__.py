"""What a case system sends, on its way to a person's course: received, kept in an inbox, and done once, in order."""
