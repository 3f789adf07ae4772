"""Statuses: the team's response to a post, and the history of its statuses."""
