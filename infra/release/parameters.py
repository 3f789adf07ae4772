"""`make secrets`: the settings in SSM. What is missing is generated, or asked for; what is there stays."""

import os
import secrets
import sys
from getpass import getpass

from pydantic import SecretStr

from app.settings.mail_url import checked_mail_url, parse_mail_url
from app.settings.rules import pg8000_url
from infra.release.environments import select_only
from infra.release.errors import ReleaseError
from infra.release.mail import COURIER
from infra.release.store import Store
from infra.sam_config import SamConfig

GENERATED = ("SECRET_KEY", "SETUP_TOKEN")
ASKED = {
    "DATABASE_URL": "the PostgreSQL of the board, as postgresql://user:password@host:5432/database",
    "MIGRATION_DATABASE_URL": "the same for migrations, with the role that owns the tables; empty: the same role",
}
OPTIONAL = ("MIGRATION_DATABASE_URL",)
MAIL_SERVER = "what sends the board's mail, as smtp://user:password@smtp.example.com:587"


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
    mail_url = missing_mail_url(config)
    for name, value in wanted.items():
        store.write(name, value)
    if mail_url:
        Store(config, COURIER).write("MAIL_URL", mail_url)
        return [*wanted, f"{COURIER}/MAIL_URL"]
    return list(wanted)


def missing_mail_url(config: SamConfig) -> str:
    """With MailBy=smtp; "" where it is stored, or nothing needs it. It belongs to the courier alone."""
    if not config.parameter("MailFrom") or config.parameter("MailBy") != "smtp":
        return ""
    if "MAIL_URL" in Store(config, COURIER).read():
        return ""
    value = ask("MAIL_URL", MAIL_SERVER)
    try:
        checked_mail_url(SecretStr(value))
        if parse_mail_url(value).scheme == "ses":
            raise ValueError("names SES, which is MailBy=ses and needs no MAIL_URL")
    except ValueError as error:
        raise ReleaseError(f"heed: MAIL_URL: {error}") from None
    return value


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
