"""Files of the app: what the build has compressed, in the coding that the client takes."""

import gzip
from pathlib import Path

import pytest
from fastapi import Request

from app.http.files import respond


@pytest.fixture
def built(tmp_path: Path) -> Path:
    for suffix, content in {"": b"plain", ".br": b"by brotli", ".gz": b"by the build"}.items():
        (tmp_path / f"a.js{suffix}").write_bytes(content)
    return tmp_path / "a.js"


def ask(path: Path, accepted: str) -> tuple[str | None, bytes]:
    request = Request({"type": "http", "headers": [(b"accept-encoding", accepted.encode())]})
    response = respond(request, path, "no-cache")
    assert (response.headers["Vary"], response.headers["Content-Type"]) == (
        "Accept-Encoding",
        "text/javascript; charset=utf-8",
    )
    return response.headers.get("Content-Encoding"), bytes(response.body)


BROTLI, GZIP, PLAIN = ("br", b"by brotli"), ("gzip", b"by the build"), (None, b"plain")


@pytest.mark.parametrize(
    ("accepted", "answer"),
    [
        ("gzip, deflate, br", BROTLI),
        (" BR ", BROTLI),
        ("*", BROTLI),
        ("gzip", GZIP),
        ("br;q=0, gzip", GZIP),
        ("br ; q = 0.000,gzip;q=0.001", GZIP),
        ("", PLAIN),
        ("identity, zstd", PLAIN),
        ("*;q=0", PLAIN),
        ("gzip;q=0.0", PLAIN),
        ("x," * 499 + "br", BROTLI),
        ("x," * 499 + " br", PLAIN),  # Of what is longer than 1,000 characters, the rest is not looked at.
    ],
)
def test_the_coding_is_one_that_the_client_takes(built: Path, accepted: str, answer: tuple[str | None, bytes]) -> None:
    assert ask(built, accepted) == answer


def test_in_a_checkout_a_file_is_zipped_when_it_is_asked_for(built: Path) -> None:
    for suffix in (".br", ".gz"):
        built.with_name(f"a.js{suffix}").unlink()
    coding, body = ask(built, "gzip, br")
    assert (coding, gzip.decompress(body)) == ("gzip", b"plain")
