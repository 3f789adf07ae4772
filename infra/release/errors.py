"""What stops a release."""


class ReleaseError(SystemExit):
    """One line that says what is wrong and what to do."""
