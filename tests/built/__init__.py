"""The folder that Lambda gets, started and measured as there."""
