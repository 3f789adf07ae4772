"""Texts of any length, of the characters that some function may take long for."""

TEXTS = {
    "letters": "a",
    "blanks": " ",
    "marks": "\u0300\u0316",
    "dots": "a.",
    "ats": "a@",
    "hyphens": "-",
    "backslashes": "\\",
    "quotes": '"',
    "commas": "a,",
    "sigmas": "\u03a3\u0130",
    "digits": "9",
    "percent": "%",
}


def text_of(kind: str, size: int) -> str:
    """So many bytes in UTF-8, or a few less."""
    unit = TEXTS[kind]
    return "a" + unit * ((size - 1) // len(unit.encode()))
