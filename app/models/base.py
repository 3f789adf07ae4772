"""The metadata that all tables stand in, its naming convention, and what columns share."""

from sqlalchemy import BigInteger, Column, DateTime, Identity, MetaData

# A constraint's name is what PostgreSQL tells when it is violated, so names are ours and never the server's.
metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    }
)
Instant = DateTime(timezone=True)


def id_column() -> Column[int]:
    return Column(BigInteger, Identity(always=True), primary_key=True)
