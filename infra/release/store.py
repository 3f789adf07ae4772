"""The settings in SSM: the parameters under one board's path."""

from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from infra.release.errors import ReleaseError
from infra.release.session import client
from infra.sam_config import SamConfig


class Store:
    """All of them SecureStrings, by their names in upper case, as the API reads them. Raises ReleaseError.

    Values are stripped on both ways: editors and `aws ssm put-parameter --value file://` leave a newline at the end.
    """

    def __init__(self, config: SamConfig, folder: str = "") -> None:
        self.path = f"{config.parameter('SettingsPath').rstrip('/')}/{folder}".rstrip("/")
        self.client = client(config, "ssm")

    def read(self) -> dict[str, str]:
        """Without those that are blank: an empty value is none."""
        found: dict[str, str] = {}
        for name, value in self.stored():
            if name.upper() in found:
                raise ReleaseError(f"heed: {self.path} holds {name.upper()} twice, in other letters; delete one")
            found[name.upper()] = value.strip()
        return {name: value for name, value in found.items() if value}

    def stored(self) -> list[tuple[str, str]]:
        """Each as it is: the last part of its name, and its value."""
        pages = self.client.get_paginator("get_parameters_by_path")
        try:
            return [
                (each["Name"].rpartition("/")[2], each["Value"])
                for page in pages.paginate(Path=self.path, WithDecryption=True)
                for each in page["Parameters"]
            ]
        except (ClientError, BotoCoreError) as error:
            raise ReleaseError(f"heed: the settings under {self.path} can't be read: {error}") from None

    def write(self, name: str, value: str) -> None:
        """Over what is there, under the name that it has."""
        name = self.names().get(name, name)
        request: dict[str, Any] = {"Name": f"{self.path}/{name}", "Value": value.strip(), "Type": "SecureString"}
        try:
            self.client.put_parameter(**request, Overwrite=True)
        except (ClientError, BotoCoreError) as error:
            raise ReleaseError(f"heed: {self.path}/{name} can't be written: {error}") from None

    def delete(self, name: str) -> None:
        name = self.names().get(name, name)
        try:
            self.client.delete_parameter(Name=f"{self.path}/{name}")
        except (ClientError, BotoCoreError) as error:
            raise ReleaseError(f"heed: {self.path}/{name} can't be deleted: {error}") from None

    def names(self) -> dict[str, str]:
        return {name.upper(): name for name, _ in self.stored()}
