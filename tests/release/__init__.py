"""Bringing Heed into an account: against moto, and against servers of the test."""
