"""A keyed request whose response is stored already."""

from starlette.responses import JSONResponse

from app.errors import DomainError
from app.idempotency.queries import StoredResponse


class Replayed(DomainError):
    """Ends the request with the stored response, and rolls its transaction back."""

    def __init__(self, stored: StoredResponse) -> None:
        super().__init__("answered before")
        self.stored = stored

    def own_response(self) -> JSONResponse:
        headers = {**self.stored.headers, "Idempotency-Replayed": "true"}
        return StoredJSONResponse(self.stored.body, self.stored.status, headers)


class StoredJSONResponse(JSONResponse):
    """JSON that was serialised when it was stored."""

    def render(self, content: str) -> bytes:
        return content.encode()
