"""Requests to the APIs of AWS, signed."""
