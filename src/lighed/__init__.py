"""Lighed: decision support for the first contact between a municipality and a newly unemployed person."""
