"""Domain errors: what queries and changes raise, each with the HTTP status of its response."""

from collections.abc import Mapping

from starlette.responses import Response

INVALID_FIELDS = "Some fields are missing or not as they should be."
RETRY_AFTER = "5"  # Seconds: an Aurora failover or resume takes longer, most else takes less.


class DomainError(Exception):
    """An error that the caller can act on. Its response is a problem document (app/http/error_handlers.py).

    `keeps_writes`: what the request wrote before the error is committed.
    """

    status: int
    field_errors: list[dict[str, str]] | None = None  # As FieldError in app/http/problems.py.

    def __init__(
        self,
        detail: str,
        *,
        code: str | None = None,
        headers: Mapping[str, str] | None = None,
        keeps_writes: bool = False,
    ) -> None:
        super().__init__(detail)
        self.detail = detail
        self.keeps_writes = keeps_writes
        self.type = f"urn:problem-type:heed:{code}" if code else "about:blank"
        self.headers = headers

    def own_response(self) -> Response | None:
        """The response where it is no problem document."""
        return None


class Unauthorized(DomainError):
    status = 401

    def __init__(self, detail: str, *, code: str | None = None) -> None:
        headers = {"WWW-Authenticate": 'Bearer error="invalid_token"'}  # RFC 6750 §3
        super().__init__(detail, code=code, headers=headers)


class AccountGone(Unauthorized):
    """The caller's was erased or disabled while the request waited."""

    def __init__(self) -> None:
        super().__init__("This account is there no longer.")


class Forbidden(DomainError):
    status = 403


class NotFound(DomainError):
    """`what` was asked for: "post", "comment"."""

    status = 404

    def __init__(self, what: str) -> None:
        super().__init__(no_such(what))


class Gone(DomainError):
    """It was here for everybody, and was deleted: who kept its address may forget it."""

    status = 410

    def __init__(self, what: str) -> None:
        super().__init__(f"This {what} was deleted.")


def no_such(what: str) -> str:
    return f"There is no such {what}."


class Conflict(DomainError):
    status = 409


class PreconditionFailed(DomainError):
    """`If-Match` named another version than the current one (RFC 9110 §13.1.1)."""

    status = 412

    def __init__(self, what: str, *, current: int, expected: int) -> None:
        super().__init__(f"The {what} has changed since: it is at version {current}, not {expected}.")


class Invalid(DomainError):
    """One field is wrong in a way that its type can't express; `pointer` as in FieldError."""

    status = 422

    def __init__(self, pointer: str, message: str) -> None:
        super().__init__(INVALID_FIELDS)
        self.field_errors = [{"pointer": pointer, "message": message}]


class Unavailable(DomainError):
    status = 503

    def __init__(self, detail: str, *, code: str | None = None) -> None:
        super().__init__(detail, code=code, headers={"Retry-After": RETRY_AFTER})
