"""Which board a command is about: `--config-env prod`, as SAM CLI calls it; `make deploy env=prod` passes it on."""

import argparse

from app.settings.mail_url import address_of
from infra import sam_config
from infra.release.errors import ReleaseError
from infra.sam_config import DEFAULT, SamConfig


def select(arguments: list[str]) -> tuple[SamConfig, list[str]]:
    """The environment, and the arguments that are not about it. Raises ReleaseError."""
    parser = argparse.ArgumentParser(add_help=False, allow_abbrev=False)
    parser.add_argument("--config-env", default=DEFAULT)
    named, rest = parser.parse_known_args(arguments)
    config = sam_config.read(named.config_env)
    if config.region:
        require_apart(config, others(config))
    return config, rest


def select_deployed(arguments: list[str]) -> tuple[SamConfig, list[str]]:
    """An environment that samconfig.toml has. Raises ReleaseError."""
    config, rest = select(arguments)
    if not config.region:
        option = "" if config.environment == DEFAULT else f" env={config.environment}"
        raise ReleaseError(
            f"heed: samconfig.toml has no region for the environment {config.environment}; "
            f"`make deploy{option}` asks for it and begins there"
        )
    return config, rest


def select_only(arguments: list[str]) -> SamConfig:
    """An environment that samconfig.toml has, for a command that takes nothing else. Raises ReleaseError."""
    config, rest = select_deployed(arguments)
    if rest:
        raise ReleaseError(f"heed: this command takes env=NAME or nothing, not {rest[0]}")
    return config


def others(config: SamConfig) -> list[SamConfig]:
    names = [name for name in sam_config.environments() if name != config.environment]
    return [found for found in map(sam_config.read, names) if found.region]


def require_apart(config: SamConfig, rest: list[SamConfig]) -> None:
    """Two boards must share neither stack nor settings: one's secrets and database would be the other's."""
    for other in rest:
        if (config.options.get("profile"), config.region) != (other.options.get("profile"), other.region):
            continue  # Another region, or perhaps another account.
        pair = f"{config.environment} and {other.environment}"
        if config.stack == other.stack:
            raise ReleaseError(f"heed: samconfig.toml: {pair} name the same stack, {config.stack}; give each its own")
        if path(config) == path(other):
            raise ReleaseError(
                f"heed: samconfig.toml: {pair} read the same settings, {path(config)}; give each its own SettingsPath"
            )
        if identity(config) and identity(config) == identity(other):
            raise ReleaseError(
                f"heed: samconfig.toml: {pair} both make {identity(config)} an identity of SES, which can be there "
                "only once; set MailIdentity=existing for one of them"
            )


def identity(config: SamConfig) -> str:
    """The domain that the stack makes known to SES; "" where it makes none."""
    if config.parameter("MailBy") != "ses" or config.parameter("MailIdentity") != "new":
        return ""
    return address_of(config.parameter("MailFrom")).partition("@")[2].lower()


def path(config: SamConfig) -> str:
    return config.parameter("SettingsPath").rstrip("/")
