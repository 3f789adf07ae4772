"""The logo: which files are taken, what is left of them, and how it is served."""

import httpx
import pytest

from app.board.logo.cleaning import clean_logo
from app.board.logo.kinds import MAX_BYTES
from app.errors import Invalid
from tests.support.logos import SVG, chunk, jpeg, png, riff_chunk, segment, webp
from tests.support.people import Person
from tests.support.problems import assert_problem

TYPES = {"image/png": png(), "image/jpeg": jpeg(), "image/webp": webp(), "image/svg+xml": SVG}
SCRIPT = b"<script>alert(1)</script>"
REFUSED = {
    "empty": b"",
    "html": b"<!doctype html><html>" + SCRIPT,
    "gif": b"GIF89a\x01\0\x01\0\0\0\0;",
    "png and a zip": png() + b"PK\x03\x04",
    "png without an end": png()[:-12],
    "png with a wrong checksum": png().replace(b"IDAT", b"IDAU"),
    "png with a chunk that nobody knows": png(extra=chunk(b"EVIL", b"")),
    "png with two headers": png(extra=png()[8:33]),
    "png that is a bomb": png(50_000, 50_000),
    "png of no height": png(8, 0),
    "png signature alone": b"\x89PNG\r\n\x1a\n",
    "jpeg and a script": jpeg() + SCRIPT,
    "jpeg that is a bomb": jpeg(65_000, 65_000),
    "jpeg of a thousand scans": jpeg(scans=1_000),
    "jpeg without an end": jpeg()[:-2],
    "jpeg cut in a segment": jpeg()[:30],
    "jpeg with an arithmetic frame": jpeg().replace(b"\xff\xc0", b"\xff\xc9"),
    "webp and more": webp() + b"more",
    "webp that is a bomb": webp(16_000, 16_000),
    "webp that moves": webp(flags=0x02),
    "webp whose canvas is larger": webp(8, 8, flags=0).replace(b"\x07\0\0\x07\0\0", b"\xff\xff\xff\x07\0\0"),
    "webp cut": webp()[:20],
    "svg with entities": b'<!DOCTYPE svg [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'
    + SVG.replace(b"<path", b"&b;<path"),
    "svg that reads a file": b'<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    + SVG.replace(b"<path", b"&x;<path"),
    "svg with attributes for all": b"<!DOCTYPE svg [<!ATTLIST path fill CDATA 'red'>]>" + SVG,
    "svg with one attribute for all": b"<!DOCTYPE svg [<!ATTLIST path fill CDATA #FIXED 'red'>]>" + SVG,
    "svg without its namespace": b'<svg viewBox="0 0 8 8"/>',
    "svg that is not whole": SVG[:-6],
    "svg within svg within svg": SVG.replace(b"<path", b"<g>" * 60 + b"<path").replace(
        b"</svg>", b"</g>" * 60 + b"</svg>"
    ),
}
HOSTILE = {
    "script": SCRIPT,
    "script in the other namespace": b'<s:script xmlns:s="http://www.w3.org/1999/xhtml">alert(1)</s:script>',
    "handler": b'<g onload="alert(1)" onclick="alert(1)"/>',
    "foreign object": b'<foreignObject><body xmlns="http://www.w3.org/1999/xhtml"><b>evil</b></body></foreignObject>',
    "link": b'<a href="javascript:alert(1)"><text>evil</text></a>',
    "image": b'<image href="https://evil.example/x.png"/>',
    "use": b'<use href="https://evil.example/x.svg#a"/>',
    "use of a use": b'<g id="a"/><use href="#a"/>',
    "animation": b'<animate attributeName="href" values="javascript:evil()"/><set attributeName="onload" to="evil"/>',
    "foreign fill": b'<path fill="url(https://evil.example/x)"/>',
    "foreign fill, written otherwise": b"<path fill=\"URL( '//evil.example/x' )\"/>",
    "foreign style": b'<path style="fill:url(//evil.example/x)"/>',
    "escaped style": b'<path style="fill:\\75rl(//evil.example/x)"/>',
    "image-set": b"<path style=\"background:image-set('//evil.example/x' 1x)\"/>",
    "import": b'<style>@import "//evil.example/x.css";</style>',
    "import in CDATA": b"<style><![CDATA[@import url(//evil.example/x.css);]]></style>",
    "style in halves": b"<style>path{fill:ur<!-- -->l(//evil.example/x)}</style>",
    "processing instruction": b'<?xml-stylesheet href="//evil.example/x.css"?>',
    "base": b'<g xml:base="https://evil.example/"/>',
    "gradient of elsewhere": b'<linearGradient xmlns:x="http://www.w3.org/1999/xlink" x:href="//evil.example/#a"/>',
    "comment": b"<!-- evil -->",
    "attribute that breaks out": b'<path d="&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;"/>',
    "text that breaks out": b"<text>&lt;script>alert(1)&lt;/script></text>",
    "filter": b'<filter id="a"><feImage href="//evil.example/x"/></filter>',
    "clip of a clip": b'<clipPath id="a"><path clip-path="url(#evil)"/></clipPath>',
}

TRACES = ("evil", "<script", "onload", "onclick", "javascript", "<image", "<use", "<a ", "@", "<?", "<!", "xlink")


def upload(admin: Person, file: bytes, media_type: str, **headers: str) -> httpx.Response:
    return admin.client.put("/v1/board/logo", content=file, headers={"Content-Type": media_type, **headers})


@pytest.mark.parametrize("media_type", TYPES)
def test_each_type_is_served_as_what_it_is(admin: Person, visitor: httpx.Client, media_type: str) -> None:
    answer = upload(admin, TYPES[media_type], media_type)
    assert answer.status_code == 200, answer.text
    served = visitor.get(answer.json()["logo"])
    assert served.headers["Content-Type"] == media_type
    assert served.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert served.headers["X-Content-Type-Options"] == "nosniff"
    assert served.headers["Content-Security-Policy"] == "default-src 'none'; sandbox; frame-ancestors 'none'"
    if media_type != "image/svg+xml":
        assert served.content == TYPES[media_type]
    assert f'<img src="{answer.json()["logo"]}"' in visitor.get("/").text


@pytest.mark.adversary
@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_logo(name: str) -> None:
    with pytest.raises(Invalid):
        clean_logo(REFUSED[name])


@pytest.mark.adversary
@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_left_of_a_hostile_svg(name: str) -> None:
    file = SVG.replace(b"<path", HOSTILE[name] + b"<path", 1)
    content = clean_logo(file).content.decode()
    assert clean_logo(file.decode().encode("utf-16")).content.decode() == content
    for trace in TRACES:
        assert trace not in content.lower()
    assert 'd="M0 0h8v8z" fill="#0f766e"' in content


@pytest.mark.adversary
def test_what_hides_in_a_picture_is_left_out() -> None:
    hidden = b"<?php evil();" + SCRIPT
    for plain, file in (
        (png(), png(extra=chunk(b"tEXt", hidden) + chunk(b"eXIf", hidden) + chunk(b"iCCP", hidden))),
        (jpeg(), jpeg(extra=segment(0xE1, b"Exif\0\0" + hidden) + segment(0xFE, hidden) + segment(0xE0, hidden))),
        (webp(flags=0), webp(flags=0x2C, extra=riff_chunk(b"EXIF", hidden) + riff_chunk(b"XMP ", hidden))),
    ):
        assert clean_logo(file) == clean_logo(plain)
        assert b"evil" not in clean_logo(file).content


def test_what_programs_draw_with_is_kept() -> None:
    drawn = (
        b'<defs><linearGradient id="a" x1="0"><stop offset="0" style="stop-opacity:.5"/></linearGradient>'
        b'<clipPath id="c"><path d="M0 0"/></clipPath><style>.cls-1{fill:url(#a);stroke:#fff}</style></defs>'
        b'<g class="cls-1" transform="scale(2)" clip-path="url(#c)" fill="url(\'#a\')"><path d="M1 1"/>aside</g>'
        b"<text>Ideas &amp; <tspan>more</tspan></text>"
    )
    start = b'<?xml version="1.0"?><!DOCTYPE svg [<!ATTLIST svg xmlns:a3 CDATA #IMPLIED a3:engine CDATA #IMPLIED>]>'
    content = clean_logo(start + SVG.replace(b"<path", drawn + b"<path", 1)).content.decode()
    for part in (
        *('<linearGradient id="a" x1="0">', 'style="stop-opacity:.5"', ".cls-1{fill:url(#a);stroke:#fff}"),
        *("<text>Ideas &amp; <tspan>more</tspan></text>", '<path d="M1 1"></path></g>'),
        *('class="cls-1" transform="scale(2)" clip-path="url(#c)"', 'xmlns="http://www.w3.org/2000/svg"'),
    ):
        assert part in content


@pytest.mark.adversary
def test_refusals_of_the_api(admin: Person, member: Person, visitor: httpx.Client) -> None:
    assert_problem(upload(admin, png() + b" " * MAX_BYTES, "image/png"), 413)
    assert_problem(upload(admin, png(), "text/html"), 415)
    assert_problem(upload(admin, png(), "image/gif"), 415)
    assert_problem(upload(admin, png(), "image/svg+xml"), 422)  # It says that it is something else.
    assert_problem(upload(admin, png(), "image/png", **{"If-Match": '"7-0123456789abcdef"'}), 412)
    assert_problem(upload(member, png(), "image/png"), 403)
    assert visitor.get("/v1/board").json()["logo"] is None


def test_another_takes_its_place_and_no_name_leads_elsewhere(admin: Person, visitor: httpx.Client) -> None:
    first = upload(admin, png(), "image/png").json()["logo"]
    second = upload(admin, SVG, "image/svg+xml").json()["logo"]
    assert first != second
    html = {"Accept": "text/html"}
    for name in (first, "/logo/..%2f..%2fetc%2fpasswd", "/logo/x", "/logo/%00", second.replace(".svg", ".html")):
        assert visitor.get(name, headers=html).status_code == 404, name
    assert admin.client.delete("/v1/board/logo").json()["logo"] is None
    assert visitor.get(second, headers=html).status_code == 404
