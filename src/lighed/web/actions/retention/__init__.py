"""What ends: terms, the erasure of a person with its proof, and all that falls due in a night."""
