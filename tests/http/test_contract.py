"""The API's contract: tests/openapi.json is what clients rely on, so that no change of it goes unseen.

Renew it with: python -m tests.http.test_contract
"""

import json
import re
from typing import Any

import httpx

from app.settings.config import ROOT

SNAPSHOT = ROOT / "tests" / "openapi.json"


def as_text(contract: dict[str, Any]) -> str:
    return json.dumps(contract, indent=2, ensure_ascii=False) + "\n"


def test_the_contract_is_the_one_that_was_agreed(visitor: httpx.Client) -> None:
    contract = visitor.get("/openapi.json").json()
    assert as_text(contract).splitlines() == SNAPSHOT.read_text(encoding="utf-8").splitlines()


def test_every_operation_tells_how_it_fails(visitor: httpx.Client) -> None:
    contract = visitor.get("/openapi.json").json()
    operations = [operation for path in contract["paths"].values() for operation in path.values()]
    assert len({operation["operationId"] for operation in operations}) == len(operations) >= 15
    for operation in operations:
        assert {"500", "503"} <= set(operation["responses"]), operation["operationId"]
        assert ("401" in operation["responses"]) >= ("security" in operation), operation["operationId"]
        assert ("403" in operation["responses"]) >= ("security" in operation), operation["operationId"]
        for status, response in operation["responses"].items():
            if int(status) >= 400:
                assert set(response["content"]) <= {"application/problem+json", "application/json"}


def test_where_a_key_does(visitor: httpx.Client) -> None:
    paths = visitor.get("/openapi.json").json()["paths"]
    token: dict[str, list[str]] = {"BearerToken": []}
    key: dict[str, list[str]] = {"APIKey": []}
    assert paths["/v1/posts"]["get"]["security"] == [token, key, {}]
    assert paths["/v1/posts"]["post"]["security"] == [token, key]
    assert paths["/v1/users"]["get"]["security"] == [token, key]
    assert paths["/v1/keys"]["post"]["security"] == paths["/v1/users/me"]["patch"]["security"] == [token]


def test_ranges_are_told(visitor: httpx.Client) -> None:
    parameters = visitor.get("/openapi.json").json()["paths"]["/v1/posts"]["get"]["parameters"]
    [limit] = [parameter["schema"] for parameter in parameters if parameter["name"] == "limit"]
    assert (limit["type"], limit["minimum"], limit["maximum"], limit["default"]) == ("integer", 1, 100, 20)


if __name__ == "__main__":
    from app.main import create_app
    from app.settings.config import load_settings

    SNAPSHOT.write_text(as_text(create_app(load_settings()).openapi()), encoding="utf-8")


def test_patterns_survive_generators_that_write_them_into_literals(visitor: httpx.Client) -> None:
    """As a regular expression or a string of any language: decoded or not, no pattern ends the literal."""
    found = set(re.findall(r'"pattern": "(.*)"', as_text(visitor.get("/openapi.json").json())))
    assert len(found) >= 5
    for pattern in map(json.loads, (f'"{each}"' for each in found)):
        decoded = re.sub(r"\\(?:x([0-9a-f]{2})|u([0-9a-f]{4}))", lambda code: chr(int(code[1] or code[2], 16)), pattern)
        assert not set("\u2028\u2029\n\r") & set(decoded), pattern
        assert not set("/'\"`") & set(pattern), pattern
