"""What is stored of a post to find it by: a tsvector of its words, each with its places and how it stands there.

Two kinds of lexemes stand in it. A word, with its places and a weight: A for one that stands by itself in the title, B
for a part of another one there, C and D for the same in the content. `~word` is what is only like a word of the post: a
stem in the board's language, or a compound written as one. It has no place, and needs none.
"""

from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise

from app.posts.search.words import MOST_PLACES, Part, Term, humps, plain_words, terms

GAP = 10  # Places between title and content, so that no phrase goes from one to the other.
LIKE = "~"
IN_TITLES, BY_ITSELF = "AB", "AC"  # The weights of places.
Places = dict[str, dict[int, str]]


@dataclass(frozen=True, slots=True)
class PostText:
    """`words` and `alike` are tsvectors as text; `stemmable`: words for PostgreSQL to find the stems of."""

    words: str
    alike: str
    stemmable: str


def text_of_post(title: str, content: str) -> PostText:
    places: Places = defaultdict(dict)
    alike = {LIKE + hump for text in (title, content) for hump in humps(text)}
    title_terms = list(terms(title))
    alike |= {LIKE + one + other for one, other in pairwise(whole_words(title_terms))}
    place = 1
    for title_or_content, stands, is_part in ((title_terms, "A", "B"), (terms(content), "C", "D")):
        for term in title_or_content:
            if place + term.places > MOST_PLACES:
                break
            add_term(places, alike, term, place, stands, is_part)
            place += term.places
        place += GAP
    words = " ".join(f"{quoted(word)}:{','.join(f'{at}{w}' for at, w in at.items())}" for word, at in places.items())
    stemmable = " ".join(sorted(plain_words(title) | plain_words(content)))
    return PostText(words, " ".join(map(quoted, sorted(alike))), stemmable)


def add_term(places: Places, alike: set[str], term: Term, start: int, stands: str, is_part: str) -> None:
    alone = {whole.text for whole in term.wholes}
    for part in term.parts:
        at = start + part.place
        for text, offset in stored(part):
            places[text][at + offset] = is_part if part.is_word and text not in alone else stands
    for whole in term.wholes:
        places[whole.text].setdefault(start + whole.parts[0].place, stands)
        if joined := whole.joined:
            alike.add(LIKE + joined)


def stored(part: Part) -> list[tuple[str, int]]:
    """The lexemes of a part, with their distance from its place. The last character stands by itself, too."""
    if not part.units:
        return [(part.text, 0)]
    pairs = [(one + other, at) for at, (one, other) in enumerate(pairwise(part.units))]
    return [*pairs, (part.units[-1], len(part.units) - 1)]


def whole_words(of: list[Term]) -> list[str]:
    """The plain words in order, of which two may be typed as one: darkmode."""
    return [term.parts[0].text[:40] for term in of if len(term.parts) == len(term.wholes) == 1]


def quoted(lexeme: str) -> str:
    """As it stands in the text of a tsvector or tsquery."""
    return "'" + lexeme.replace("\\", "\\\\").replace("'", "''") + "'"
