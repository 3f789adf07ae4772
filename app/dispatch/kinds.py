"""What a kind of work has to be for the outbox to hand it out."""

from typing import Any, Protocol


class Kind(Protocol):
    """Each step is a transaction of its own. All times are the database's."""

    def claim(self) -> dict[str, Any]:
        """`items`, each with the `token` of its lease, `lease` in seconds and what they have in common; and `due_in`,
        the seconds until there is more, 0 or less where it is due, None where nothing is pending."""

    def report(self, results: list[dict[str, Any]]) -> int:
        """How many counted: those whose lease nobody has taken over. Each has `token`, `outcome`, and what its kind
        has besides."""
