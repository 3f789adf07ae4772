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

from app.main import create_app
from app.settings.config import load_settings
from tests.support.people import Person

pytestmark = pytest.mark.no_cover  # It takes half as long again, and other tests reach the same lines.
EXAMPLES = int(os.environ.get("FUZZ_EXAMPLES") or 0)

# What no schema can tell: a cursor of ours, somebody's credentials, a password that is not one of the commonest, a tag
# that there is, an idempotency key that is new, the version of now (412), a text that shows something; and that 1.0 is
# not a whole number here.
ACCEPTED = ["2xx", "401", "403", "404", "409", "412", "429"]
REFUSED: dict[str, tuple[str, ...]] = {
    "303": ("GET /v1/unsubscribe",),
    "400": ("POST /v1/auth/token", "GET /v1/events"),
    "410": ("GET /v1/events",),
    "422": (
        *("POST /v1/users", "PUT /v1/users/me/password", "GET /v1/posts", "PUT /v1/posts/{post_id}/merge"),
        *("PATCH /v1/users/me", "PATCH /v1/users/{user_id}", "POST /v1/posts", "PATCH /v1/posts/{post_id}"),
        *("POST /v1/posts/{post_id}/comments", "PATCH /v1/comments/{comment_id}", "PUT /v1/posts/{post_id}/status"),
        *("POST /v1/tags", "PATCH /v1/tags/{slug}", "GET /v1/posts/similar"),
        *("POST /v1/webhooks", "PATCH /v1/webhooks/{webhook_id}", "GET /v1/events"),
        *("PUT /v1/users/me/email", "PATCH /v1/board", "PUT /v1/board/logo", "PUT /v1/roadmap/{post_id}"),
        *("POST /v1/keys", "PATCH /v1/changelog/{entry_id}", "GET /v1/moderation-log"),
    ),
}


def config(contract: dict[str, Any]) -> schemathesis.Config:
    paged, keyed = with_parameter(contract, "cursor"), with_parameter(contract, "idempotency-key")
    refusals = {name: {"400"} for name in (*REFUSED["400"], *paged)}
    for name in (*REFUSED["422"], *keyed):
        refusals.setdefault(name, set()).add("422")
    for status in ("303", "410"):
        for name in REFUSED[status]:
            refusals.setdefault(name, set()).add(status)
    operations: list[dict[str, Any]] = [
        {"include-name": name, "checks": {"positive_data_acceptance": {"expected-statuses": [*ACCEPTED, *statuses]}}}
        for name, statuses in refusals.items()
    ]
    # Other methods find `/v1/posts/{post_id}` there, whose id must be a number: 422 and not 405, and its methods.
    off = {check: {"enabled": False} for check in ("unsupported_method", "allow_header_conformance")}
    operations.append({"include-name": "GET /v1/posts/similar", "checks": off})
    # A picture that is too large is 413, whatever else is wrong with it.
    off = {check: {"enabled": False} for check in ("negative_data_rejection",)}
    operations.append({"include-name": "PUT /v1/board/logo", "checks": off})
    checks = {"positive_data_acceptance": {"expected-statuses": ACCEPTED}}
    return schemathesis.Config.from_dict({"operations": operations, "checks": checks})


def with_parameter(contract: dict[str, Any], parameter: str) -> list[str]:
    return [
        f"{method.upper()} {path}"
        for path, operations in contract["paths"].items()
        for method, operation in operations.items()
        if any(each["name"].lower() == parameter for each in operation.get("parameters", ()))
    ]


@schemathesis.hook
def before_load_schema(context: schemathesis.HookContext, raw_schema: dict[str, Any]) -> None:
    """Says the same scheme in other words: of `oauth2` Schemathesis 4.32 would never leave the token out."""
    raw_schema["components"]["securitySchemes"]["BearerToken"] = {"type": "http", "scheme": "bearer"}


LIMITED = ("posts", "sign_ups", "sign_ins", "refreshes", "searches")
app = create_app(load_settings(**{f"{what}_per_hour": 1_000_000 for what in LIMITED}))
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
