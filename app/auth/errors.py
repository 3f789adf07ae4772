"""The error responses of the token endpoint."""

from fastapi.responses import JSONResponse

from app.errors import DomainError


class TokenError(DomainError):
    """An error of the token endpoint, which follows RFC 6749 §5.2 and not RFC 9457."""

    status = 400

    def __init__(self, error: str, description: str, *, keeps_writes: bool = False) -> None:
        super().__init__(description, keeps_writes=keeps_writes)
        self.error = error

    def own_response(self) -> JSONResponse:
        return JSONResponse({"error": self.error, "error_description": self.detail}, self.status, self.headers)


class TooManyAttempts(TokenError):
    """TooManyRequests, as the token endpoint says it."""

    status = 429

    def __init__(self, error: DomainError) -> None:
        super().__init__("temporarily_unavailable", error.detail)
        self.headers = error.headers


class NotAvailable(TokenError):
    """Unavailable, as the token endpoint says it."""

    status = 503

    def __init__(self, error: DomainError) -> None:
        super().__init__("temporarily_unavailable", error.detail, keeps_writes=error.keeps_writes)
        self.headers = error.headers
