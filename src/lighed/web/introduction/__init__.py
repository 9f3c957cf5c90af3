"""The introduction (W11): how to read an estimate, five practice cases and five questions, before one sees estimates."""
