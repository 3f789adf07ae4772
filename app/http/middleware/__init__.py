"""What is done around every request, one concern a file; stack.py puts them in order."""
