"""The versions of the tool, from a file to operation and back, and what experts approve of them."""
