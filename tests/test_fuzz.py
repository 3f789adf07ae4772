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

# What no schema can tell apart: a cursor that is none of ours, credentials that are nobody's, a password that is one of
# the commonest.
REFUSED = ["2xx", "401", "403", "404", "409", "429"]
UNKNOWN = {"name": ["GET /v1/posts", "GET /v1/users", "GET /v1/moderation-log", "POST /v1/auth/token"], "refused": 400}
PASSWORDS = {"name": ["POST /v1/users", "PUT /v1/users/me/password"], "refused": 422}


def config() -> schemathesis.Config:
    operations: list[dict[str, Any]] = [
        {
            "include-name": exception["name"],
            "checks": {"positive_data_acceptance": {"expected-statuses": [*REFUSED, str(exception["refused"])]}},
        }
        for exception in (UNKNOWN, PASSWORDS)
    ]
    return schemathesis.Config.from_dict({"operations": operations})


@schemathesis.hook
def before_load_schema(context: schemathesis.HookContext, raw_schema: dict[str, Any]) -> None:
    """Says the same scheme in other words: of `oauth2` Schemathesis 4.32 would never leave the token out."""
    raw_schema["components"]["securitySchemes"]["BearerToken"] = {"type": "http", "scheme": "bearer"}


app = create_app(load_settings(posts_per_hour=1_000_000, sign_ups_per_hour=1_000_000))
schema = schemathesis.openapi.from_asgi("/openapi.json", app, config=config())


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
