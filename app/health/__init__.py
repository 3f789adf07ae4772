"""Health: is the process up, is its database ready."""
