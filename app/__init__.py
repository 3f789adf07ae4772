"""Heed's API: one package per feature, assembled in main.py."""
