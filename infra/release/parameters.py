"""`make secrets`: the settings in SSM. What is missing is generated, or asked for; what is there stays."""

import os
import secrets
import sys
from getpass import getpass

from pydantic import SecretStr

from app.settings.rules import pg8000_url
from infra.release.environments import select_only
from infra.release.errors import ReleaseError
from infra.release.store import Store
from infra.sam_config import SamConfig

GENERATED = ("SECRET_KEY", "SETUP_TOKEN")
ASKED = {
    "DATABASE_URL": "the PostgreSQL of the board, as postgresql://user:password@host:5432/database",
    "MIGRATION_DATABASE_URL": "the same for migrations, with the role that owns the tables; empty: the same role",
}
OPTIONAL = ("MIGRATION_DATABASE_URL",)


def main(arguments: list[str]) -> int:
    config = select_only(arguments)
    store = Store(config)
    created = create_missing(store, config)
    for name in created:
        print(f"heed: created {store.path}/{name}")
    if not created:
        print(f"heed: {store.path} has every setting that a board needs")
    return 0


def create_missing(store: Store, config: SamConfig) -> list[str]:
    """The names of what was created. Asks where there is a terminal, and takes the environment's values before that."""
    found = store.read()
    wanted = {name: secrets.token_urlsafe(48) for name in GENERATED if name not in found}
    if config.parameter("Database") == "url":
        for name, meaning in ASKED.items():
            if name not in found and (value := ask(name, meaning)):
                wanted[name] = checked(name, value)
    for name, value in wanted.items():
        store.write(name, value)
    return list(wanted)


def ask(name: str, meaning: str) -> str:
    value = os.environ.get(name, "").strip()
    if not value and sys.stdin.isatty():
        value = getpass(f"{name}, {meaning}: ").strip()
    if not value and name not in OPTIONAL:
        raise ReleaseError(f"heed: {name} is missing: {meaning}; set it in the environment for this command")
    return value


def checked(name: str, value: str) -> str:
    try:
        pg8000_url(SecretStr(value))
    except ValueError as error:
        raise ReleaseError(f"heed: {name}: {error}") from None
    return value
