"""The public pages: a municipality's use of the tool, made from what runs -> pages that everyone can read."""
