"""Accounts: who is on the board."""
