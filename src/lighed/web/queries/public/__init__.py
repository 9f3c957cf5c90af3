"""The open pages: the canonical record and what it is published as, elements, results, changes and figures."""
