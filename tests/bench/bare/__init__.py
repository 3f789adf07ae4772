"""The least that the database allows: Heed's own SQL over pg8000, and nothing else."""
