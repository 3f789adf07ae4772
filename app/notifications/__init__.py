"""Notifications: what a member is told of, and when; the mails that came of it; and leaving by one click."""
