"""What AWS calls."""
