"""Merges: a duplicate that points at its original, and back."""
