"""The legal register, the emergency stop, and what officers, managers and regulators answer for."""
