"""Heed on one's own machine: an embedded PostgreSQL, the development server, the checks. Nothing here ships to Lambda."""
