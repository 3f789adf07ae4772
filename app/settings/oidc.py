"""The settings of signing in by OpenID Connect, and which of them go together."""

import re
from typing import Annotated

from pydantic import AfterValidator, BaseModel, Field, SecretStr

HERE = r"(localhost|127\.0\.0\.1|\[::1\])"
ISSUER = re.compile(
    rf"(https://[a-z0-9.-]+(:[0-9]{{1,5}})?|http://{HERE}(:[0-9]{{1,5}})?)(/[A-Za-z0-9._~!$&'()*+,;=:@%-]*)*"
)


def issuer_url(value: str) -> str:
    """Without TLS on this machine alone: whoever answers there says who everybody is."""
    if not value or (len(value) <= 255 and ISSUER.fullmatch(value)):
        return value
    raise ValueError("must look like https://id.example.com/realms/acme, as the provider's discovery document has it")


class OIDCSettings(BaseModel):
    """A part of Settings (config.py)."""

    oidc_issuer: Annotated[str, AfterValidator(issuer_url)] = ""
    oidc_client_id: Annotated[str, Field(max_length=255, pattern=r"^[\x20-\x7e]*$")] = ""
    oidc_client_secret: SecretStr = SecretStr("")
    oidc_name: Annotated[str, Field(max_length=40, pattern=r"^[^\x00-\x1f\x7f]*$")] = ""
    oidc_match_email: bool = False
    oidc_trust_email: bool = False

    @property
    def has_oidc(self) -> bool:
        return bool(self.oidc_issuer)

    def check_oidc(self, *, public_url: str) -> None:
        """Raises ValueError for a part without its whole."""
        needed = {
            "OIDC_CLIENT_ID": self.oidc_client_id,
            "OIDC_CLIENT_SECRET": self.oidc_client_secret.get_secret_value(),
            "OIDC_NAME": self.oidc_name,
        }
        optional = {"OIDC_MATCH_EMAIL": self.oidc_match_email, "OIDC_TRUST_EMAIL": self.oidc_trust_email}
        for name, value in needed.items():
            if self.has_oidc and not value:
                raise ValueError(f"{name}: is missing; OIDC_ISSUER, by which people sign in, needs it")
        for name, given in {**needed, **optional}.items():
            if given and not self.has_oidc:
                raise ValueError(f"OIDC_ISSUER: is missing; {name} is of no use without it")
        if self.has_oidc and not public_url:
            raise ValueError("PUBLIC_URL: is missing; OIDC_ISSUER sends people back to it")
