"""Estimates as they are kept: made, made again, shown, and taken away without a trace."""
