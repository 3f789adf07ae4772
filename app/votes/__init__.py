"""Votes: one for each member and post."""
