"""Governance and oversight (G): the law in force, the log, retention, incidents, requests, the stop."""
