"""What a setting may be: each rule answers the value in one form, or raises ValueError, which never holds the value."""

import re
import ssl
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

from pydantic import AfterValidator, SecretStr

from app.settings.database_url import parse

HOW_TO_MAKE_A_SECRET = "make one with: python -c 'import secrets; print(secrets.token_urlsafe(48))'"


def present(values: Mapping[str, Any]) -> dict[str, Any]:
    """One form for every source: no space or line break at an end, as editors leave it, and an empty value is none."""
    stripped = {name: stripped_text(value) for name, value in values.items()}
    return {name: value for name, value in stripped.items() if value != ""}


def stripped_text(value: object) -> object:
    return value.strip("\ufeff \t\r\n") if isinstance(value, str) else value


def comma_separated(value: object) -> object:
    return [part.strip() for part in value.split(",") if part.strip()] if isinstance(value, str) else value


def exact_origin(value: str) -> str:
    """An origin as browsers send it (RFC 6454 §6.2): scheme, host and port, nothing behind them; or `*`."""
    if value == "*" or re.fullmatch(r"https?://[a-z0-9.-]+(:[0-9]{1,5})?|https?://\[[0-9a-f:]+\](:[0-9]{1,5})?", value):
        return value
    raise ValueError("every origin must look like https://example.com, in lower case, without a path or a final slash")


Origin = Annotated[str, AfterValidator(exact_origin)]


def strong_secret(value: SecretStr) -> SecretStr:
    if len(value.get_secret_value()) < 32:
        raise ValueError(f"must have at least 32 characters; {HOW_TO_MAKE_A_SECRET}")
    return value


Secret = Annotated[SecretStr, AfterValidator(strong_secret)]


def without_comma(value: SecretStr) -> SecretStr:
    if "," in value.get_secret_value():
        raise ValueError(
            f"must have no comma, as PREVIOUS_SECRET_KEYS, where it goes next, is a list; {HOW_TO_MAKE_A_SECRET}"
        )
    return value


def pg8000_url(value: SecretStr) -> SecretStr:
    return SecretStr(parse(value.get_secret_value().strip()).render())


def certificates(text: str) -> str:
    """PEM, also with `\\n` for its line breaks, as some consoles leave it."""
    text = text.replace("\\n", "\n").encode("ascii", "ignore").decode()  # Bundles have names in front of certificates.
    try:
        ssl.create_default_context(cadata=text)
    except ssl.SSLError:
        raise ValueError("must hold certificates: -----BEGIN CERTIFICATE----- and so on, with line breaks") from None
    return text


def certificates_file(path: Path) -> Path:
    try:
        certificates(path.read_text(errors="ignore"))
    except OSError as error:
        raise ValueError(f"can't be read: {error.strerror}") from None
    return path


def check_authorities(url: SecretStr, *, given: bool) -> None:
    """`given`: whether the settings name authorities for the database's certificate."""
    parameters = parse(url.get_secret_value()).parameters
    root = parameters.get("sslrootcert", "")
    if root not in ("", "system"):
        try:
            certificates_file(Path(root))
        except ValueError as error:
            raise ValueError(f"the file of its parameter sslrootcert {error}") from None
    if parameters.get("sslmode") == "verify-ca" and root in ("", "system") and (root or not given):
        raise ValueError("sslmode=verify-ca needs DATABASE_CA, or anybody's certificate would be believed")


# Those whose stems every PostgreSQL that Heed supports knows; `simple` knows none, for any other.
LANGUAGES = (
    *("arabic", "armenian", "basque", "catalan", "danish", "dutch", "english", "finnish", "french", "german", "greek"),
    *("hindi", "hungarian", "indonesian", "irish", "italian", "lithuanian", "nepali", "norwegian", "portuguese"),
    *("romanian", "russian", "serbian", "simple", "spanish", "swedish", "tamil", "turkish", "yiddish"),
)


def known_language(value: str) -> str:
    if value not in LANGUAGES:
        raise ValueError(f"must be one of {', '.join(LANGUAGES)}")
    return value
