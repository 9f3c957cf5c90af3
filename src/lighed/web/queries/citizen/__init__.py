"""A person's own page: the case, the data, the explanation, who has looked, and the file to take along."""
