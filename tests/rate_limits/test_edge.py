"""Behind CloudFront the client's address is the one that CloudFront names, if CloudFront it is."""

from pathlib import Path
from types import SimpleNamespace

import pytest
from fastapi import Request

from app.http.dependencies import client_address
from app.settings.config import ROOT, SettingsError, load_settings

SECRET = "e" * 40
GATEWAY_SAW = "203.0.113.1"


def address(secret: str | None, **headers: str) -> str:
    settings = load_settings(edge_secret=secret, database_url="postgresql://heed@localhost/heed", secret_key="k" * 40)
    scope = {
        "type": "http",
        "client": (GATEWAY_SAW, 0),
        "headers": [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()],
        "app": SimpleNamespace(state=SimpleNamespace(settings=settings)),
    }
    return client_address(Request(scope))


@pytest.mark.parametrize(
    ("named", "counted"),
    [
        ("198.51.100.10:46532", "198.51.100.10"),
        ("2001:db8:1:2::9:46532", "2001:db8:1:2::/64"),
        ("[2001:db8:1:2::9]:46532", "2001:db8:1:2::/64"),
        ("nonsense", "unknown"),
    ],
)
def test_the_address_that_cloudfront_names(named: str, counted: str) -> None:
    assert address(SECRET, x_edge_secret=SECRET, cloudfront_viewer_address=named) == counted


def test_cloudfront_without_a_name_is_not_the_client() -> None:
    assert address(SECRET, x_edge_secret=SECRET) == "unknown"


@pytest.mark.parametrize("given", ["", "e" * 39, "e" * 41, "E" * 40, "é" * 40])
def test_without_the_proof_a_header_is_only_a_header(given: str) -> None:
    assert address(SECRET, x_edge_secret=given, cloudfront_viewer_address="198.51.100.10:1") == GATEWAY_SAW


@pytest.mark.parametrize("given", ["", "None", SECRET])
def test_where_no_secret_is_set_nothing_proves_it(given: str) -> None:
    assert address(None, x_edge_secret=given, cloudfront_viewer_address="198.51.100.10:1") == GATEWAY_SAW


def test_a_space_that_an_editor_left_is_not_part_of_it() -> None:
    assert address(f"{SECRET}\n", x_edge_secret=SECRET, cloudfront_viewer_address="198.51.100.10:1") == "198.51.100.10"


@pytest.mark.parametrize("secret", ["x", "short"])
def test_a_secret_that_can_be_guessed_is_refused(secret: str) -> None:
    with pytest.raises(SettingsError, match="EDGE_SECRET"):
        address(secret)


def test_the_template_sends_the_header_that_is_checked() -> None:
    assert "HeaderName: X-Edge-Secret" in Path(ROOT, "infra/edge.yaml").read_text()
