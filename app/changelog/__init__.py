"""The changelog: what the team released, told to those who asked for it."""
