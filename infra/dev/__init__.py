"""Heed on one's own machine: embedded PostgreSQL, development server, checks. Nothing here ships to Lambda."""
