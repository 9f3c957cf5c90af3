"""What we tell: one record of what runs, and everything that is made from it, as plain data in Danish and English."""

from lighed.transparency.record import NotStated, Record, Status
from lighed.transparency.record_data import hash_of, in_words, to_data

__all__ = ["NotStated", "Record", "Status", "hash_of", "in_words", "to_data"]
