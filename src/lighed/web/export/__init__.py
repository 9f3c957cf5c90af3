"""What leaves the desk for a caseworker: files, printed sheets, notes for the case system, the card in a frame."""
