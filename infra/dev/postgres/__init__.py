"""The embedded PostgreSQL: its programs, its data, and the server that processes share."""
