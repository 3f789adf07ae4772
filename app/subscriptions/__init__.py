"""Subscriptions: who follows a post."""
