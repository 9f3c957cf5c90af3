"""What people themselves say, ask for and choose, and who may act for them; and the answers."""
