"""`make secrets`: the settings in SSM. What is missing is generated, or asked for; what is there stays."""

import os
import secrets
import sys
from getpass import getpass
from typing import Any

import boto3
from botocore.exceptions import BotoCoreError, ClientError
from pydantic import SecretStr

from app.setting_rules import pg8000_url
from app.ssm import KEPT
from infra import sam_config
from infra.local.progress import phase
from infra.release.errors import ReleaseError
from infra.release.rotation import rotate
from infra.sam_config import SamConfig

GENERATED = ("SECRET_KEY", "SETUP_TOKEN")
ASKED = {
    "DATABASE_URL": "the PostgreSQL of the board, as postgresql://user:password@host:5432/database",
    "MIGRATION_DATABASE_URL": "the same for migrations, with the role that owns the tables; empty: the same role",
}
OPTIONAL = ("MIGRATION_DATABASE_URL",)


def main(arguments: list[str]) -> int:
    config = sam_config.read()
    store = Store(config)
    if arguments == ["--rotate"]:
        with phase(f"rotating the signing key, which takes {KEPT / 60:.0f} minutes"):
            rotate(store, KEPT + 30)
        return 0
    if arguments:
        raise ReleaseError(f"heed: secrets takes --rotate or nothing, not {arguments[0]}")
    for name in create_missing(store, config):
        print(f"heed: created {store.path}/{name}")
    return 0


class Store:
    """The parameters under this board's path, all of them SecureStrings. Raises ReleaseError where AWS refuses."""

    def __init__(self, config: SamConfig) -> None:
        self.path = config.parameter("SettingsPath")
        self.client = boto3.client("ssm", region_name=config.region or None) if config.region else boto3.client("ssm")

    def read(self) -> dict[str, str]:
        found: dict[str, str] = {}
        pages = self.client.get_paginator("get_parameters_by_path")
        try:
            for page in pages.paginate(Path=self.path, WithDecryption=True):
                found |= {each["Name"].rpartition("/")[2]: each["Value"] for each in page["Parameters"]}
        except (ClientError, BotoCoreError) as error:
            raise ReleaseError(f"heed: the settings under {self.path} can't be read: {error}") from None
        return found

    def write(self, name: str, value: str, *, overwrite: bool = False) -> None:
        request: dict[str, Any] = {"Name": f"{self.path}/{name}", "Value": value, "Type": "SecureString"}
        try:
            self.client.put_parameter(**request, Overwrite=overwrite)
        except (ClientError, BotoCoreError) as error:
            raise ReleaseError(f"heed: {self.path}/{name} can't be written: {error}") from None


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
