"""Settings: the only reader of the environment, and of the parameters that stand in for it."""

import math
import os
import zlib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Self, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    SecretStr,
    ValidationError,
    model_validator,
)

from app.settings.mail import MailSettings
from app.settings.oidc import OIDCSettings
from app.settings.rules import (
    HOW_TO_MAKE_A_SECRET,
    Origin,
    Secret,
    certificates,
    certificates_file,
    check_authorities,
    comma_separated,
    known_language,
    pg8000_url,
    present,
    without_comma,
)
from app.settings.ssm import ParameterStore, ParameterStoreError
from app.settings.sso import SSOSettings

ROOT = Path(__file__).resolve().parents[2]
ENV_FILE = ROOT / ".env"  # Of a checkout: it is no part of what Lambda gets.

# Every checkout has an embedded PostgreSQL of its own, on a port of its own below the kernel's ephemeral range (32768).
EMBEDDED_PORT = 20000 + zlib.crc32(str(ROOT).encode()) % 10000
EMBEDDED_DATABASE_URL = f"postgresql+pg8000://heed:heed@127.0.0.1:{EMBEDDED_PORT}/heed"
LOCAL_SECRET_KEY = "for-local-use-only-never-deployed"  # nosec B105: refused outside the embedded database

Kind = TypeVar("Kind", bound=BaseModel)


class SettingsError(SystemExit):
    """A setting is missing or wrong. Uncaught, it prints its one line and ends the process with status 1."""


class Settings(MailSettings, OIDCSettings, SSOSettings):
    """Every setting, with its default. `.env.example` says the same."""

    model_config = ConfigDict(extra="ignore", frozen=True, hide_input_in_errors=True)

    ssm_path: Annotated[str, Field(pattern=r"^(/[A-Za-z0-9_.-]+)*/?$")] = ""

    database_url: Annotated[SecretStr, AfterValidator(pg8000_url)] = SecretStr(EMBEDDED_DATABASE_URL)
    database_connect_timeout: float = Field(5, gt=0, le=25)
    database_statement_timeout: float = Field(5, ge=0.1, le=25)
    database_lock_timeout: float = Field(2, ge=0.1, le=25)
    database_resume_timeout: float = Field(0, ge=0, le=25)
    database_iam_auth: bool = False
    database_ca: Annotated[str, AfterValidator(certificates)] | None = None
    database_ca_file: Annotated[Path, AfterValidator(certificates_file)] | None = None
    migration_database_url: Annotated[SecretStr, AfterValidator(pg8000_url)] | None = None

    secret_key: Annotated[Secret, AfterValidator(without_comma)] = SecretStr(LOCAL_SECRET_KEY)
    previous_secret_keys: Annotated[tuple[Secret, ...], BeforeValidator(comma_separated)] = ()
    access_token_minutes: int = Field(15, ge=1, le=60)
    refresh_token_days: int = Field(30, ge=1, le=365)
    bcrypt_rounds: int = Field(12, ge=4, le=16)
    setup_token: Secret | None = None
    sign_ups_per_hour: int = Field(20, ge=1)
    sign_ins_per_hour: int = Field(300, ge=1)
    refreshes_per_hour: int = Field(1_000, ge=1)
    searches_per_hour: int = Field(2_000, ge=1)
    codes_per_hour: int = Field(20, ge=1)
    posts_per_hour: int = Field(30, ge=1)
    comments_per_hour: int = Field(60, ge=1)

    board_name: Annotated[str, Field(max_length=60, pattern=r"^[^\x00-\x1f\x7f]+$")] = "Heed"
    accent_color: Annotated[str, Field(pattern=r"^#[0-9a-fA-F]{6}$")] = "#0f766e"
    logo_url: Annotated[str, Field(max_length=500, pattern=r"^(/[A-Za-z0-9._~-]+)*$")] = ""
    language: Annotated[str, AfterValidator(known_language)] = "english"
    approve_first_posts: bool = False
    private: bool = False

    webhooks_to_private_addresses: bool = False

    cors_origins: Annotated[tuple[Origin, ...], BeforeValidator(comma_separated)] = ()
    cors_credentials: bool = False
    max_body_bytes: int = Field(262_144, ge=1_024, le=6_291_456)
    public_url: Annotated[str, Field(pattern=r"^(https?://[a-z0-9.:-]+(/[A-Za-z0-9._~-]+)*)?$")] = ""
    edge_secret: Secret | None = None
    root_path: Annotated[str, Field(pattern=r"^(/[A-Za-z0-9._~-]+)*$")] = ""

    @model_validator(mode="after")
    def wildcard_stands_alone(self) -> Self:
        if "*" in self.cors_origins and (self.cors_credentials or len(self.cors_origins) > 1):
            raise ValueError("CORS_ORIGINS: * stands alone and only without CORS_CREDENTIALS; list the exact origins")
        return self

    @model_validator(mode="after")
    def authorities_are_given(self) -> Self:
        for name, url in (("DATABASE_URL", self.database_url), ("MIGRATION_DATABASE_URL", self.migration_database_url)):
            try:
                if url:
                    check_authorities(url, given=bool(self.database_ca or self.database_ca_file))
            except ValueError as error:
                raise ValueError(f"{name}: {error}") from None
        return self

    @property
    def is_deployed(self) -> bool:
        return "AWS_LAMBDA_FUNCTION_NAME" in os.environ

    @model_validator(mode="after")
    def parts_are_whole(self) -> Self:
        self.check_mail(public_url=self.public_url)
        self.check_oidc(public_url=self.public_url)
        self.check_sso(public_url=self.public_url, is_deployed=self.is_deployed)
        return self

    @model_validator(mode="after")
    def what_is_local_stays_local(self) -> Self:
        if self.is_deployed and self.webhooks_to_private_addresses:
            raise ValueError("WEBHOOKS_TO_PRIVATE_ADDRESSES: is for development alone")
        embedded = self.database_url.get_secret_value() == EMBEDDED_DATABASE_URL
        if self.is_deployed and embedded:
            raise ValueError("DATABASE_URL: is missing; the default is the embedded database of a checkout")
        if self.secret_key.get_secret_value() == LOCAL_SECRET_KEY and (self.is_deployed or not embedded):
            raise ValueError(f"SECRET_KEY: the default works with the embedded database only; {HOW_TO_MAKE_A_SECRET}")
        return self


def load_settings(**overrides: Any) -> Settings:
    """The settings of now. Raises SettingsError."""
    return load(Settings, **overrides)


def load(kind: type[Kind], **overrides: Any) -> Kind:
    """Raises SettingsError, one line that names each bad setting and never its value."""
    try:
        return kind.model_validate(given() | present(overrides))
    except ValidationError as error:
        faults = "; ".join(fault(e["loc"], e["msg"]) for e in error.errors())
        raise SettingsError(f"heed: {faults}") from None
    except ParameterStoreError as error:
        raise SettingsError(f"heed: SSM_PATH: {error}") from None


def given() -> dict[str, Any]:
    """What is set, by the names of fields: in the environment, else in `.env`, else in Systems Manager.

    Raises ParameterStoreError. BaseSettings and its sources would take 76 M instructions of a cold start.
    """
    store = parameter_store()
    sources = (store.read() if store else {}, env_file(), os.environ)
    return {name.lower(): value for source in sources for name, value in present(source).items()}


def env_file() -> Mapping[str, str]:
    """What a checkout has in `.env`; a name without a value is none."""
    if not ENV_FILE.is_file():
        return {}
    from pydantic_settings import BaseSettings, DotEnvSettingsSource

    read = DotEnvSettingsSource(BaseSettings, env_file=ENV_FILE).env_vars
    return {name: value for name, value in read.items() if value is not None}


@cache
def parameter_store() -> ParameterStore | None:
    """One for each process, as it keeps what it read."""
    path = os.environ.get("SSM_PATH", "").strip()
    return ParameterStore(path) if path else None


def is_snapshot() -> bool:
    """Whether Lambda keeps what this process is now, and starts others from there (SnapStart)."""
    return os.environ.get("AWS_LAMBDA_INITIALIZATION_TYPE") == "snap-start"


def settings_expire_at() -> float:
    """When to load the settings again (seconds since the epoch): never, if they are all from the environment."""
    store = parameter_store()
    return store.fresh_until if store else math.inf


def fault(location: tuple[int | str, ...], message: str) -> str:
    """`NAME: reason`, which a rule about several settings says itself; and the parameter, where they come from SSM."""
    reason = message.removeprefix("Value error, ")
    line = f"{str(location[0]).upper()}: {reason}" if location else reason
    store = parameter_store()
    return f"{line} (parameter {store.path}/{line.partition(':')[0]})" if store else line
