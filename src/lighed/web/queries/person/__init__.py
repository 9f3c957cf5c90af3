"""One person's page: the estimate card, what was judged and asked, what happened, and what is printed of it."""
