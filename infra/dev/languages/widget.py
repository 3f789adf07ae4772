"""What app/widget/served/ has of each catalogue: the strings of the widget, by their English."""

import json
from pathlib import Path

from app.settings.config import ROOT
from infra.dev.languages.catalogues import WIDGET, collect, read

SERVED = ROOT / "app" / "widget" / "served"


def file_of(code: str) -> Path:
    return SERVED / f"widget.{code}.json"


def as_json(code: str) -> str:
    known = read(code)
    translated = {message.id: known[message.id].string for message in collect(sources=WIDGET) if message.id}
    return json.dumps(dict(sorted(translated.items())), ensure_ascii=False, separators=(",", ":"), indent=0) + "\n"
