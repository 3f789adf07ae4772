"""Bringing Heed into an AWS account and keeping it there."""
