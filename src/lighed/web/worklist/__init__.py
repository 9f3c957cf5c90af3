"""The caseworker's pages: log-in, the worklist (W1) and the page of one person (W3)."""
