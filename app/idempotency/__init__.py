"""Idempotency keys: a retry has one effect."""
