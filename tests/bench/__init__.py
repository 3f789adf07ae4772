"""Measurements, run on demand; the suite keeps only what doesn't depend on the machine."""
