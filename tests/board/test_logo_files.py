"""Pictures that may be a logo, byte by byte: what is left of them, where they end, and how large they may be."""

from collections.abc import Callable

import pytest

from app.board.logo.cleaning import LogoTooLarge, clean_logo
from app.errors import Invalid
from tests.support.logos import SVG, canvas, chunk, jpeg, lossy, png, riff, riff_chunk, segment, webp

ALPHA = riff_chunk(b"ALPH", b"\0")
ADOBE = segment(0xEE, b"Adobe\0\x64\0\0\0\0\1")
RESTART = segment(0xDD, b"\0\x04")
PROGRESSIVE = jpeg(scans=2).replace(b"\xff\xc0", b"\xff\xc2")
FRAME = segment(0xC0, b"\x08\0\x08\0\x08\x01\x01\x11\0")
COLOURS = b"".join(chunk(kind, b"") for kind in (b"sRGB", b"gAMA", b"cHRM", b"PLTE", b"tRNS"))

# With nothing in them but the picture, which ends with the last byte.
WHOLE = {
    "png": png(extra=COLOURS),
    "jpeg": jpeg(extra=ADOBE + RESTART),
    "extended jpeg": jpeg().replace(b"\xff\xc0", b"\xff\xc1"),
    "progressive jpeg": PROGRESSIVE,
    "webp": webp(),
    "lossy webp": riff(lossy()),
    "webp with transparency": riff(canvas(8, 7, 0x10), ALPHA, lossy(8, 7)),
}
# And what is left out.
MORE = {
    "a large photo's EXIF": (jpeg(extra=segment(0xE1, b"Exif\0\0" + b"x" * 300)), jpeg()),
    "an empty comment": (jpeg(extra=segment(0xFE, b"")), jpeg()),
    "a thumbnail": (jpeg(extra=segment(0xE0, b"JFIF\0" + b"\1" * 10)), jpeg()),
    "another of JFIF's": (jpeg(extra=segment(0xE0, b"JFXX\0" + b"\1" * 9)), jpeg()),
    "what is longer than Adobe's": (jpeg(extra=segment(0xEE, b"Adobe" + b"\1" * 8)), jpeg()),
    "Adobe's elsewhere": (jpeg(extra=segment(0xED, b"Adobe" + b"\1" * 7)), jpeg()),
    "flags of what is left out": (webp(flags=0xFD, extra=riff_chunk(b"EXIF", b"x")), webp(flags=0x10)),
}
REFUSED = {
    "png of another checksum": png().replace(b"IDATx", b"IDATy"),
    "png with a chunk that decoders have to know": png(extra=chunk(b"EvIL", b"")),
    "png with more in its header": png().replace(png()[8:33], chunk(b"IHDR", png()[16:29] + b"\0")),
    "png without a picture": png()[:33] + chunk(b"IEND", b""),
    "png whose header is not the first": png().replace(png()[8:33], chunk(b"gAMA", b"") + png()[8:33]),
    "jpeg without a frame": jpeg().replace(FRAME, b""),
    "jpeg with two frames": jpeg().replace(FRAME, FRAME * 2),
    "jpeg without a scan": jpeg(scans=0),
    "jpeg whose scan has no header": jpeg().replace(b"\xff\xda\0\x08", b"\xff\xda\0\0"),
    "jpeg whose scan has half a header": jpeg().replace(b"\xff\xda\0\x08", b"\xff\xda\0\x01"),
    "webp without a picture": riff(canvas(8, 8, 0)),
    "webp of nothing": riff(),
    "webp with two pictures": riff(canvas(8, 8, 0), lossy(), lossy()),
    "webp with two canvases": riff(canvas(8, 8, 0), canvas(8, 8, 0), lossy()),
    "webp that is transparent twice": riff(canvas(8, 8, 0x10), ALPHA, ALPHA, lossy()),
    "webp with more in its header": riff(riff_chunk(b"VP8X", canvas(8, 8, 0)[8:] + b"\0"), lossy()),
    "webp whose canvas is higher": riff(canvas(8, 9, 0), lossy()),
    "webp whose canvas is wider by far": riff(canvas(0x1_0008, 8, 0), lossy()),
    "webp with a chunk that is longer by far": webp().replace(b"VP8L\x08\0\0\0", b"VP8L\x08\0\0\1"),
    "webp of another start": riff(lossy().replace(b"\x9d", b"\x9c")),
    "lossless webp of another start": webp().replace(b"\x2f", b"\x2e"),
}
# And a side whose lower bytes alone would do.
BY_SIDES: dict[str, tuple[Callable[[int, int], bytes], int]] = {
    "png": (png, 0x0100_0001),
    "jpeg": (jpeg, 0x0801),
    "webp": (webp, 0x4000),
    "lossy webp": (lambda width, height: riff(lossy(width, height)), 0x3F01),
}


@pytest.mark.parametrize("name", WHOLE)
def test_a_picture_stays_as_it_is_and_no_part_of_it_is_one(name: str) -> None:
    file = WHOLE[name]
    assert clean_logo(file).content == file
    cut = [file[:length] for length in range(len(file))]
    if file.startswith(b"RIFF"):
        cut += [riff(file[12:length]) for length in range(12, len(file))]
    for part in (*cut, file + b"\0"):
        with pytest.raises(Invalid):
            clean_logo(part)


@pytest.mark.parametrize("name", MORE)
def test_what_is_not_of_the_picture_is_left_out(name: str) -> None:
    file, left = MORE[name]
    assert clean_logo(file).content == left


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_picture(name: str) -> None:
    with pytest.raises(Invalid):
        clean_logo(REFUSED[name])


@pytest.mark.parametrize("name", BY_SIDES)
def test_sides_are_bounded(name: str) -> None:
    make, long = BY_SIDES[name]
    for side in (1, 2_048):
        for file in (make(side, 1), make(1, side)):
            assert clean_logo(file).content == file
    for side in (2_049, long, *([0] if name != "webp" else [])):  # Of this one, there is no way to say 0.
        for file in (make(side, 1), make(1, side)):
            assert refusal(file) == "may have up to 2,048 pixels a side"


def test_bytes_scans_and_depth_are_bounded() -> None:
    assert clean_logo(jpeg(scans=64)).content == jpeg(scans=64)
    assert refusal(jpeg(scans=65)) == "is no whole JPEG"
    assert clean_logo(nested(50)).content == nested(50)
    assert refusal(nested(51)) == "is nested too deep"
    assert clean_logo(SVG.ljust(102_400)).content == clean_logo(SVG).content
    with pytest.raises(LogoTooLarge):
        clean_logo(SVG.ljust(102_401))


def nested(depth: int) -> bytes:
    inner = depth - 1
    return b'<svg xmlns="http://www.w3.org/2000/svg">' + b"<g>" * inner + b"</g>" * inner + b"</svg>"


def refusal(file: bytes) -> str:
    with pytest.raises(Invalid) as refused:
        clean_logo(file)
    assert refused.value.field_errors
    return refused.value.field_errors[0]["message"]
