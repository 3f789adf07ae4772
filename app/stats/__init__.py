"""Figures: what happened on the board, week by week."""
