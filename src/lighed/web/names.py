"""A person's name -> a form to search in and a key to sort by, the same on every database.

Databases differ in what they call the same letter and in where the Danish letters sort; these two do not.
"""

from __future__ import annotations

import unicodedata

_DANISH = str.maketrans({"ä": "æ", "ö": "ø", "ü": "y"})
_ORDER = {letter: position for position, letter in enumerate(" abcdefghijklmnopqrstuvwxyzæøå", start=10)}
_OTHER = 99
_LONGEST = 60


def search_form(name: str) -> str:
    """Lower case, single spaces, no accents other than the Danish letters' own."""
    lowered = " ".join(unicodedata.normalize("NFC", name).casefold().split()).translate(_DANISH)
    return "".join(letter if letter in "æøå" else _plain(letter) for letter in lowered)


def sort_key(name: str) -> str:
    """Digits that sort as the Danish alphabet does, whatever the database's collation: æ, ø, å last, and aa as å."""
    letters = search_form(name).replace("aa", "å")[:_LONGEST]
    return "".join(f"{_ORDER.get(letter, _OTHER):02d}" for letter in letters)


def _plain(letter: str) -> str:
    return "".join(part for part in unicodedata.normalize("NFD", letter) if not unicodedata.combining(part))
