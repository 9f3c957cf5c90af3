"""Letters: their words, whether one may be made, sent and kept."""
