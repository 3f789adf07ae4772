"""Names of servers: resolved once, judged by where they lead, and what the certificate has to be of."""

import socket
import ssl
from pathlib import Path
from types import SimpleNamespace

import pytest

from app.outside import fetching
from app.outside.fetching import NoAnswer, fetch
from tests.support.certificates import Authority
from tests.support.stub_server import serving


@pytest.fixture
def names(monkeypatch: pytest.MonkeyPatch) -> dict[str, list[list[str]]]:
    """What each name resolves to, one time after another; the last for ever."""
    known: dict[str, list[list[str]]] = {}

    def resolve(host: str, port: int, **_: object) -> list[tuple[int, int, int, str, tuple[str, int]]]:
        answers = known[host]
        addresses = answers.pop(0) if len(answers) > 1 else answers[0]
        family = {True: socket.AF_INET6, False: socket.AF_INET}
        return [(family[":" in each], socket.SOCK_STREAM, 6, "", (each, port)) for each in addresses]

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    return known


@pytest.mark.parametrize(
    "addresses", [["127.0.0.1"], ["::ffff:10.0.0.1"], ["169.254.169.254"], ["1.1.1.1", "10.0.0.1"], ["64:ff9b::a00:1"]]
)
def test_a_name_that_leads_inside_is_not_followed(addresses: list[str], names: dict[str, list[list[str]]]) -> None:
    names["example.com"] = [addresses]
    with pytest.raises(NoAnswer, match=r"^example\.com is not on the public internet$"):
        fetch("GET", "https://example.com/")


def test_it_connects_to_what_was_checked(names: dict[str, list[list[str]]], monkeypatch: pytest.MonkeyPatch) -> None:
    """A name that is public when it is looked at and leads inside a moment later (DNS rebinding)."""
    names["example.com"] = [["1.1.1.1"], ["127.0.0.1"]]
    tried: list[tuple[str, int]] = []

    def connect(_: socket.socket, address: tuple[str, int]) -> None:
        tried.append(address)
        raise ConnectionRefusedError

    with monkeypatch.context() as patch:
        patch.setattr(socket.socket, "connect", connect)
        with pytest.raises(NoAnswer, match="refused"):
            fetch("GET", "https://example.com/")
    assert tried == [("1.1.1.1", 443)]
    assert len(names["example.com"]) == 1, "it was resolved once"


def test_all_addresses_share_the_time(names: dict[str, list[list[str]]], monkeypatch: pytest.MonkeyPatch) -> None:
    """Each attempt takes 0.4 s here, and the last is made all the same: to an address next door it needs no more."""
    names["example.com"] = [["1.1.1.1", "1.1.1.2", "1.1.1.3", "1.1.1.4"]]
    clock = SimpleNamespace(now=100.0)
    clock.monotonic = lambda: clock.now
    given: list[float | None] = []

    def connect(opened: socket.socket, _: tuple[str, int]) -> None:
        given.append(opened.gettimeout())
        clock.now += 0.4
        raise ConnectionRefusedError

    with monkeypatch.context() as patch:
        patch.setattr(fetching, "time", clock)
        patch.setattr(socket.socket, "connect", connect)
        with pytest.raises(NoAnswer, match="refused"):
            fetch("GET", "https://example.com/", timeout=1.0)
    assert given == pytest.approx([1.0, 0.6, 0.2, 0.001])


@pytest.mark.parametrize("host", ["no-such-host.invalid", f"{'a' * 64}.example"], ids=["unknown", "no name at all"])
def test_a_name_that_nobody_knows(host: str) -> None:
    with pytest.raises(NoAnswer, match=rf"^{host} could not be resolved$") as refusal:
        fetch("GET", f"https://{host}/")
    assert not refusal.value.is_final


def test_tls_is_of_the_name(tmp_path: Path, names: dict[str, list[list[str]]]) -> None:
    names["board.example"] = names["other.example"] = [["127.0.0.1"]]
    authority = Authority(tmp_path)
    context = ssl.create_default_context(cafile=str(authority.pem))
    with serving(200, b"safe", authority.issue("board.example")) as server:
        url = f"https://board.example:{server.port}/"
        assert fetch("GET", url, private=True, context=context).body == b"safe"
        for host, trusting in (("other.example", context), ("board.example", None)):
            with pytest.raises(NoAnswer, match=r"^its certificate is not valid: "):
                fetch("GET", f"https://{host}:{server.port}/", private=True, context=trusting)
