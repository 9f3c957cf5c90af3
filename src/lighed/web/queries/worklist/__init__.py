"""People to contact: what can be chosen, who is found, and what each row tells."""
