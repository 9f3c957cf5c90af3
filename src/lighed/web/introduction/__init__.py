"""The introduction (W11): how to read an estimate, with practice and questions, before one sees estimates."""
