"""Which addresses and URLs are of the public internet."""

import pytest

from app.outside.addresses import is_public
from app.outside.urls import target_of

NOT_PUBLIC = [
    "0.0.0.0", "10.0.0.1", "100.64.0.1", "127.0.0.1", "127.1.2.3", "169.254.169.254", "172.16.0.1", "192.0.2.1",  # noqa: S104
    "192.168.1.1", "198.18.0.1", "203.0.113.9", "224.0.0.1", "240.0.0.1", "255.255.255.255", "::", "::1",
    "::ffff:10.0.0.1", "::ffff:127.0.0.1", "::127.0.0.1", "64:ff9b::a00:1", "64:ff9b::7f00:1", "64:ff9b:1::a00:1",
    "2002:a00:1::1", "2002:7f00:1::", "2001:0:4136:e378:8000:63bf:f5ff:fffe", "fc00::1", "fd00:ec2::254", "fe80::1",
    "::ffff:1.1.1.1", "64:ff9b::101:101", "fe80::1%eth0", "fec0::1", "ff02::1", "2001:db8::1", "100::1",
    "", "localhost", "1.1.1",
]  # fmt: skip
PUBLIC = ["1.1.1.1", "93.184.216.34", "2606:4700::1111"]


@pytest.mark.parametrize("address", NOT_PUBLIC)
def test_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", PUBLIC)
def test_public(address: str) -> None:
    assert is_public(address)


REFUSED = [
    "", "example.com", "//example.com", "http://example.com", "ftp://example.com", "file:///etc/passwd",
    "https://", "https:///x", "https://user@example.com", "https://user:pw@example.com", "https://@example.com",
    "https://example.com:22", "https://example.com:0", "https://example.com:25", "https://example.com:65536",
    "https://example.com:x", "https://example.com/#top", "https://example.com/a b", "https://exa\tmple.com",
    "https://example.com/\n", "https://example.com\\@10.0.0.1", "https://exämple.com", "https://127.1", "https://0",
    "https://2130706433", "https://0x7f000001", "https://0177.0.0.1", "https://10.0.0.1", "https://[::1]",
    "https://[::ffff:10.0.0.1]", "https://[fe80::1%25eth0]", "https://169.254.169.254/latest", "https://localhost",
    "https://localhost.", "https://a.localhost", "https://printer.local", "https://metadata.google.internal",
    "https://intranet", "https://[", "https://%31.example.com", "gopher://example.com", "https://1.0x7f",
    "https://example.com:1023", "https://example.com/" + "x" * 1_981,
]  # fmt: skip


@pytest.mark.parametrize("url", REFUSED, ids=lambda url: url[:40])
def test_refused_by_the_url_alone(url: str) -> None:
    with pytest.raises(ValueError, match=r"^must "):
        target_of(url)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://Example.com", ("https", "example.com", 443, "/")),
        ("https://example.com.:8443/a?b=c", ("https", "example.com", 8443, "/a?b=c")),
        ("https://[2606:4700::1111]/", ("https", "2606:4700::1111", 443, "/")),
        ("https://example.com:1024/" + "x" * 1_975, ("https", "example.com", 1024, "/" + "x" * 1_975)),
        ("https://example.com:80/", ("https", "example.com", 80, "/")),
        ("https://xn--exmple-cua.com?q", ("https", "xn--exmple-cua.com", 443, "/?q")),
    ],
)
def test_taken(url: str, expected: tuple[str, str, int, str]) -> None:
    assert target_of(url) == expected


def test_in_development_the_own_machine_is_reached() -> None:
    assert target_of("http://127.0.0.1:8000/x", private=True) == ("http", "127.0.0.1", 8000, "/x")
    assert target_of("http://localhost/x", private=True) == ("http", "localhost", 80, "/x")
    assert target_of("http://localhost/x", private=True).authority == "localhost"
    for url in ("ftp://localhost", "http://u@localhost", "http://localhost:22"):
        with pytest.raises(ValueError, match=r"^must "):
            target_of(url, private=True)
