"""The words of a text: the one function for what is stored and for what is asked, so that the two can't differ.

A *term* is what stands between spaces. Its *parts* are its runs of letters and digits, each in one place of the text:
of "docs/setup/install.md" they are docs, setup, install and md, in places 1 to 4. A part of a script without spaces has
a place for each of its characters, and is compared by pairs of them. An emoji is a part. What is between harder
punctuation, as install.md is here, is a *whole*, and a word too where it is not just a part: c++, .net, node.js.
"""

import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

from app.posts.search.folding import (
    FLAG,
    INSIDE,
    LEAD,
    OUTSIDE,
    SPACE,
    SYMBOL,
    TRAIL,
    UNIT,
    VOWEL,
    WORD,
    fold,
    kinds,
)

LONGEST = 80  # Characters of a word; what is longer is compared by its beginning. PostgreSQL takes 2,046 bytes.
LONGEST_UNIT = 340  # Letters of what counts as one Korean syllable, as ㅋㅋㅋ does: a pair of them has 2,040 bytes.
MOST_PLACES = 16_000  # PostgreSQL counts no further than 16,383.
MOST_JOINED = 4  # Parts that may also be typed as one word: e-mail, dont.

SYLLABLE = rf"{LEAD}*{VOWEL}+{TRAIL}*|{LEAD}+{TRAIL}*|{TRAIL}+|{UNIT}"
UNITS = re.compile(SYLLABLE)
TERM = re.compile(rf"[^{SPACE}]+")
WHOLE = re.compile(rf"[^{SPACE}\{OUTSIDE}{SYMBOL}{FLAG}]+")
PART = re.compile(rf"{WORD}+|(?:{SYLLABLE})+|{SYMBOL}|{FLAG}{FLAG}?")
LETTERS = re.compile("[A-Za-z0-9]+")
HUMP = re.compile("(?<=[a-z0-9])(?=[A-Z])")  # Where one begins.


class Part(NamedTuple):
    """`place`: counted from its term's first. `units`: of a script without spaces, one in each place; else empty."""

    text: str
    place: int
    units: tuple[str, ...] = ()

    @property
    def places(self) -> int:
        return len(self.units) or 1

    @property
    def is_word(self) -> bool:
        return not self.units and self.text[0].isalnum()


class Whole(NamedTuple):
    text: str
    parts: tuple[Part, ...]

    @property
    def joined(self) -> str:
        """Its parts as one word, for who types `email` and means e-mail; "" where nobody would."""
        if not 2 <= len(self.parts) <= MOST_JOINED or any(part.units for part in self.parts):
            return ""
        return "".join(part.text for part in self.parts)[:LONGEST]


class Term(NamedTuple):
    parts: tuple[Part, ...]
    wholes: tuple[Whole, ...]

    @property
    def places(self) -> int:
        return self.parts[-1].place + self.parts[-1].places


def terms(text: str) -> Iterator[Term]:
    """Every term that has a word in it, in order."""
    folded = fold(text)
    kind = kinds(folded)
    for found in TERM.finditer(kind):
        start, end = found.span()
        if not found[0].strip(WORD):  # Letters and digits only, as most are.
            part = Part(folded[start:end][:LONGEST], 0)
            yield Term((part,), (Whole(part.text, (part,)),))
            continue
        parts, starts = [], []
        place = 0
        for match in PART.finditer(kind, start, end):
            part = part_of(folded, kind, *match.span(), place)
            parts.append(part)
            starts.append(match.start())
            place += part.places
        if parts:
            yield Term(tuple(parts), tuple(wholes_of(folded, kind, start, end, parts, starts)))


def part_of(folded: str, kind: str, start: int, end: int, place: int) -> Part:
    if kind[start] in (WORD, SYMBOL, FLAG):
        return Part(folded[start:end][:LONGEST], place)
    units = tuple(folded[match.start() : match.end()][:LONGEST_UNIT] for match in UNITS.finditer(kind, start, end))
    return Part(folded[start:end], place, units)


def wholes_of(folded: str, kind: str, start: int, end: int, parts: list[Part], starts: list[int]) -> Iterator[Whole]:
    at = 0
    for match in WHOLE.finditer(kind, start, end):
        while at < len(parts) and starts[at] < match.start():
            at += 1
        first = at
        while at < len(parts) and starts[at] < match.end():
            at += 1
        inside = tuple(parts[first:at])
        if inside and not any(part.units for part in inside):
            yield Whole(trimmed(match[0], folded[match.start() : match.end()])[:LONGEST], inside)


def trimmed(kind: str, text: str) -> str:
    """Without what only ends or quotes it: a word keeps `++`, `#` and `%` behind it, and one of `.#@$+` before it."""
    text = text.rstrip("._-'@&$")
    bare = text.lstrip("".join(character for character, each in zip(text, kind, strict=False) if each == INSIDE))
    before = text[: len(text) - len(bare)]
    return before + bare if before in (".", "#", "@", "$", "+") else bare


def humps(text: str) -> Iterator[str]:
    """The parts of words in camel case, folded."""
    for word in LETTERS.findall(text):
        if len(parts := HUMP.split(word)) > 1:
            yield from (fold(part)[:LONGEST] for part in parts)


def plain_words(text: str) -> set[str]:
    """What may have a stem in a language: the words of letters, folded and as they are written.

    The rules of a language know its accents, and people leave them out: with both forms, the two meet.
    """
    found = set()
    kind = kinds(text)
    for match in re.finditer(f"{WORD}+", kind):
        word = text[match.start() : match.end()]
        if len(word) <= LONGEST and not word.isdecimal():
            found |= {unicodedata.normalize("NFKC", word).lower(), fold(word)}
    return found
