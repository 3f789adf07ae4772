"""Moderation: what staff did, kept for good."""
