"""Oversight: the law on record, the log, requests, incidents, papers and the figures of use."""
