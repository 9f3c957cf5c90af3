"""The web: what a caseworker sees and what a case system sends. The only part of Lighed that knows Django."""
