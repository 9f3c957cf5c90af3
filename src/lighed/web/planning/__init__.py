"""The pages on which meetings are planned: with one person, and with many."""
