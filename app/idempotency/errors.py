"""How a keyed request ends that was answered before."""

from starlette.responses import JSONResponse

from app.errors import DomainError
from app.idempotency.queries import StoredAnswer


class Replayed(DomainError):
    """No refusal, but it ends the request like one: nothing is to be done, and nothing that was done is to be kept."""

    def __init__(self, answer: StoredAnswer) -> None:
        super().__init__("answered before")
        self.answer = answer

    def own_response(self) -> JSONResponse:
        headers = {**self.answer.headers, "Idempotency-Replayed": "true"}
        return StoredJSONResponse(self.answer.body, self.answer.status, headers)


class StoredJSONResponse(JSONResponse):
    """JSON that was serialised when it was stored."""

    def render(self, content: str) -> bytes:
        return content.encode()
