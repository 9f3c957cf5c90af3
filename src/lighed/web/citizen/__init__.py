"""What a person, or who represents them, sees and decides themselves (B)."""
