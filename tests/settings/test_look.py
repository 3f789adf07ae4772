"""What an operator chooses of a board's look: nothing of another site, and no CSS of their own."""

import pytest

from app.settings.config import SettingsError, load_settings

BAD = {
    "board_name": ["x" * 61, "a\0b", "a\nb", "a\x7fb"],
    "accent_color": ["red", "#0f7", "#0f766e80", "#0f766g", "var(--x)", "#0f766e;}body{background:url(//evil.example)"],
    "logo_url": [
        *(
            "https://evil.example/logo.svg",
            "//evil.example/logo.svg",
            "/\\evil.example",
            "\\\\evil.example",
            "logo.svg",
        ),
        *("javascript:alert(1)", "data:image/svg+xml,x", '/logo.svg" onload="x', "/logo?x", "/logo#x", "/a b", "/a\tb"),
    ],
}


@pytest.mark.parametrize(("name", "value"), [(name, value) for name, values in BAD.items() for value in values])
def test_is_refused_at_the_start(name: str, value: str) -> None:
    with pytest.raises(SettingsError, match=f"^heed: {name.upper()}: [^\n]+$"):
        load_settings(**{name: value})


@pytest.mark.parametrize(
    ("name", "value"),
    [("board_name", "Ideen für Müller & Söhne <3"), ("accent_color", "#FFcc00"), ("logo_url", "/a/b.svg")],
)
def test_is_taken(name: str, value: str) -> None:
    assert getattr(load_settings(**{name: value}), name) == value
