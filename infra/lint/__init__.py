"""Checks what CloudFormation would be given: every template after SAM's translation, with every set of parameters."""
