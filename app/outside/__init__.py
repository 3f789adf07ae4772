"""Servers that are not ours: which of them may be reached, and one request to one of them that can't run away."""
