"""What a case system's own programs use: registrations in, with OpenAPI 3.1 as the contract."""
