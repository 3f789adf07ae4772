"""Statuses: what the team answered, and every answer before."""
