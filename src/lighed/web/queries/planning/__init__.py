"""Meetings: what the contact rules ask for, what is planned, and the hours there are."""
