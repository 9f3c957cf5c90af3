"""Who saw and did what: written down in the chain, looked at, and dropped when its term is over."""
