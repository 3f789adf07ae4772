"""What people read, in their language: strings of templates and code, numbers, dates, and which language that is."""

# English is the source: its strings are the ids of the others'.
CODES = ("en", "de", "fr", "es", "pt", "ja", "ar")


def N_(message: str) -> str:  # noqa: N802  (gettext's own name for it)
    """Marks a string for the catalogues that is translated later, where the reader is known."""
    return message
