"""`make languages`: collects the strings, updates and compiles every catalogue, and names what is not translated."""

import sys

from infra.dev.languages import formats, widget
from infra.dev.languages.catalogues import (
    TEMPLATE,
    TRANSLATED,
    as_mo,
    as_po,
    collect,
    mo_file,
    po_file,
    untranslated,
    updated,
)


def main(arguments: list[str]) -> int:
    if arguments:
        sys.exit(f"heed: languages takes no arguments ({arguments[0]})")
    formats.FILE.write_text(formats.as_json(), encoding="utf-8")
    collected = collect()
    TEMPLATE.write_bytes(as_po(collected))
    missing: dict[str, list[str]] = {}
    for code in TRANSLATED:
        catalogue = updated(code, collected)
        po_file(code).write_bytes(as_po(catalogue))
        mo_file(code).write_bytes(as_mo(catalogue))
        widget.file_of(code).write_text(widget.as_json(code), encoding="utf-8")
        for message in untranslated(catalogue):
            missing.setdefault(message, []).append(code)
    print(f"heed: {len(collected)} strings in {TEMPLATE.parent.name}/ for {' '.join(TRANSLATED)}")
    for message, codes in missing.items():
        print(f"heed: not translated to {' '.join(codes)}: {message}", file=sys.stderr)
    return 1 if missing else 0
