"""Why a sign-in by OpenID Connect comes to nothing. What people read is in app/pages/response/messages.py."""

from app.errors import Forbidden, Unavailable


class OIDCRefused(Forbidden):
    """It is over, and what was written of that is kept. `code`: oidc-cancelled, oidc-over, oidc-untrusted,
    oidc-no-address, oidc-address-taken, oidc-not-yours or account-disabled."""

    def __init__(self, code: str) -> None:
        super().__init__("This sign-in is refused.", code=code, keeps_writes=True)


class ProviderUnavailable(Unavailable):
    """It can't be reached, or its discovery document is not here yet; what was asked of the courier is kept."""

    def __init__(self) -> None:
        super().__init__("The provider can't be reached now.", code="oidc-unreachable")
        self.keeps_writes = True
