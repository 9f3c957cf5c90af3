"""A3: a municipality's own words for letters; letters that wait for somebody to send them; a person's letters."""
