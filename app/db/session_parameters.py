"""What PostgreSQL has to have in force in every session of the API's role. The migration sets it, /ready compares it.

A connection can't bring these along: PgBouncer refuses them at start-up (08P01), and a SET would cost a round trip, and
in a pooler outlive its request.
"""

from app.settings.config import Settings


def session_parameters(settings: Settings) -> dict[str, str]:
    """In the units and spelling of pg_settings."""
    return {
        "statement_timeout": f"{settings.database_statement_timeout * 1000:.0f}",
        "lock_timeout": f"{settings.database_lock_timeout * 1000:.0f}",
        # A search looks at so many of the posts that match: on the next page they are to be the same ones.
        "synchronize_seqscans": "off",
        "max_parallel_workers_per_gather": "0",
        # How like a title must be to what was searched for; PostgreSQL's own 0.6 forgives no typo in a short word.
        "pg_trgm.word_similarity_threshold": "0.4",
    }
