"""Log-in: user name and password, the second factor, and the municipality's own identity provider."""
