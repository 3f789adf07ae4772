"""The API against its own contract: what Schemathesis makes up from it, with every check that it has.

`make fuzz` runs this alone, with new cases each time and many more of them.
"""

import os
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis import Case

from app.config import load_settings
from app.main import create_app
from tests.people import Person

EXAMPLES = int(os.environ.get("FUZZ_EXAMPLES", "0"))

# What no schema can tell: a cursor of ours, somebody's credentials, a password that is not one of the commonest, a tag
# that there is, the version of now (412).
ACCEPTED = ["2xx", "401", "403", "404", "409", "412", "429"]
REFUSED: dict[str, tuple[str, ...]] = {
    "400": ("POST /v1/auth/token",),
    "422": ("POST /v1/users", "PUT /v1/users/me/password", "POST /v1/posts"),
}


def config(contract: dict[str, Any]) -> schemathesis.Config:
    paged = [
        f"{method.upper()} {path}"
        for path, operations in contract["paths"].items()
        for method, operation in operations.items()
        if any(parameter["name"] == "cursor" for parameter in operation.get("parameters", ()))
    ]
    refusals = {**REFUSED, "400": (*REFUSED["400"], *paged)}
    exceptions: list[dict[str, Any]] = [
        {
            "include-name": list(names),
            "checks": {"positive_data_acceptance": {"expected-statuses": [*ACCEPTED, status]}},
        }
        for status, names in refusals.items()
    ]
    # Other methods find `/v1/posts/{post_id}` there, whose id must be a number: 422, and not 405.
    similar = {"include-name": "GET /v1/posts/similar", "checks": {"unsupported_method": {"enabled": False}}}
    checks = {"positive_data_acceptance": {"expected-statuses": ACCEPTED}}
    return schemathesis.Config.from_dict({"operations": [*exceptions, similar], "checks": checks})


@schemathesis.hook
def before_load_schema(context: schemathesis.HookContext, raw_schema: dict[str, Any]) -> None:
    """Says the same scheme in other words: of `oauth2` Schemathesis 4.32 would never leave the token out."""
    raw_schema["components"]["securitySchemes"]["BearerToken"] = {"type": "http", "scheme": "bearer"}


app = create_app(load_settings(posts_per_hour=1_000_000, sign_ups_per_hour=1_000_000))
schema = schemathesis.openapi.from_asgi("/openapi.json", app, config=config(app.openapi()))


@pytest.fixture(autouse=True)
def disposed() -> Iterator[None]:
    yield
    app.state.engine.dispose()


@schema.parametrize()
@settings(
    max_examples=EXAMPLES or 6,
    derandomize=not EXAMPLES,
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
)
def test_contract(case: "Case[Any]", admin: Person) -> None:
    case.call_and_validate(headers={"Authorization": admin.client.headers["Authorization"]})
