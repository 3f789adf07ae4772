"""Limits: how often somebody may do something, counted where every Lambda environment sees it."""
