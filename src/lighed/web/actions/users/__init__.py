"""Municipalities, those who log in, and programs that do."""
