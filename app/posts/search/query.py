"""What people type: words, "phrases", -exclusions and `or`, as the parts of a tsquery.

Every text becomes a query: what is no operator where it stands is a word, or nothing. The parts are put together in
PostgreSQL (asked.py), which alone knows the stems of a word, and whether it is a stop word.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice, pairwise

from app.posts.search.folding import WORD, kinds
from app.posts.search.vector import IN_TITLES, LIKE, quoted
from app.posts.search.words import LONGEST, Part, Term, Whole, plain_words, terms

MOST_CLAUSES = 16  # Words or phrases that count. Ranking takes as long as there are words.
MOST_OPERANDS = 32  # Words, or pairs of characters, of one phrase.
HALF_TYPED = 3  # Letters that a half-typed word has at least.

# Other quotation marks are typed by phones, or by habit; a full-width hyphen by an input method.
MARKS = str.maketrans(dict.fromkeys("“”„‟«»＂", '"') | {"－": "-", "﹣": "-"})
TOKEN = re.compile(r'(?P<minus>-)?(?:"(?P<phrase>[^"]*)(?P<closing>"|$)|(?P<word>[^\s"]+))')
OR = "or"


@dataclass(frozen=True, slots=True)
class Clause:
    """A word or phrase, each way as the text of a tsquery.

    `exact`: as it was typed. `titled`: the same in titles. `near`: also what is but written otherwise, to which its
    stems belong. `half`: also what begins so, and its parts anywhere. `plain`: the word itself, where it is one that
    may have stems or mistakes. `alternative`: which side of an `or` it is on.
    """

    exact: str
    titled: str
    near: str
    half: str
    stemmable: str = ""
    plain: str = ""
    alternative: int = 0
    excluded: bool = False


@dataclass(frozen=True, slots=True)
class Query:
    """`typed`: what is asked for as it was typed. `order`: its words, two or more, side by side as they were typed."""

    clauses: Sequence[Clause]
    typed: str
    order: Sequence[Term] = ()
    has_phrase: bool = False


def parse(q: str) -> Query:
    clauses: list[Clause] = []
    positive: list[tuple[str, list[Term]]] = []
    alternative, pending = 0, False
    q = q.translate(MARKS)
    tokens = list(TOKEN.finditer(q))
    for at, token in enumerate(tokens):
        if is_or(token) and positive and not pending:
            pending = True  # An operator only where something follows.
            continue
        body = token["phrase"] if token["word"] is None else token["word"]
        excluded = bool(token["minus"])
        if excluded and body.isdecimal() and len(tokens) == 1:
            excluded = False  # A number, and nothing that it could be excluded from.
        found = list(terms(body))
        if not found:
            continue
        if pending and at:
            alternative, pending = alternative + 1, False
        if token["word"] is None:
            new = [phrase_clause(found, ended=bool(token["closing"]))]
        else:
            new = [clause(term, body) for term in found]
        clauses += [replace(each, excluded=excluded, alternative=alternative) for each in new]
        if not excluded:
            positive.append((body, found))
        if len(clauses) >= MOST_CLAUSES:
            break
    clauses = clauses[:MOST_CLAUSES]
    typed = " ".join(body for body, _ in positive)
    if alternative:
        return Query(with_something(clauses), typed, has_phrase='"' in q)
    clauses += written_as_one(clauses)
    together = [term for _, found in positive for term in found]
    return Query(with_something(clauses), typed, in_order(together), has_phrase='"' in q)


def plain_query(text: str) -> Query:
    """Of a text in which nothing is an operator."""
    found = [(term, word) for word in text.split() for term in terms(word)][:MOST_CLAUSES]
    return Query([clause(term, word) for term, word in found], text, in_order([term for term, _ in found]))


def in_order(found: Sequence[Term]) -> Sequence[Term]:
    return found if len(found) > 1 else ()


def is_or(token: re.Match[str]) -> bool:
    return token["word"] is not None and not token["minus"] and token["word"].lower() == OR


def with_something(clauses: Sequence[Clause]) -> Sequence[Clause]:
    """Without the alternatives that only exclude: they would be nearly all posts."""
    asking = {clause.alternative for clause in clauses if not clause.excluded}
    return [clause for clause in clauses if clause.alternative in asking]


def written_as_one(clauses: Sequence[Clause]) -> list[Clause]:
    """The alternative that two words are one: dark mode, darkmode."""
    words = [clause for clause in clauses if not clause.excluded]
    if len(words) != 2 or not all(word.plain for word in words):
        return []
    one = quoted((words[0].plain + words[1].plain)[:LONGEST])
    excluded = [replace(clause, alternative=1) for clause in clauses if clause.excluded]
    return [Clause("", "", one, one, alternative=1), *excluded]


def clause(term: Term, typed: str) -> Clause:
    whole = next((each for each in term.wholes if each.parts == term.parts), None)
    if len(term.parts) == 1 and not term.parts[0].units:
        return word_clause(term.parts[0], whole, typed)
    side_by_side = chain([term])
    exact = [quoted(whole.text)] if whole else []
    near = [*exact, *(as_one(whole) if whole else []), side_by_side]
    begun = [f"{each}:*" for each in exact] + [chain([term], begins=True)]
    if len(term.parts) > 1:
        begun.append(anywhere(term.parts, is_typed_whole=bool(whole)))
    return Clause(
        exact=" | ".join([*exact, side_by_side]),
        titled=" | ".join([*(f"{each}:{IN_TITLES}" for each in exact), chain([term], IN_TITLES)]),
        near=" | ".join(near),
        half=" | ".join([*near, *begun]),
    )


def word_clause(part: Part, whole: Whole | None, typed: str) -> Clause:
    """Of `c++`, `c` is no more than a part, and is looked for as if it were half typed."""
    text = whole.text if whole else part.text
    if text != part.text or not part.is_word:
        half = f"{quoted(text)}:* | {begun(part)}"
        return Clause(quoted(text), f"{quoted(text)}:{IN_TITLES}", quoted(text), half)
    near = f"{quoted(text)} | {quoted(LIKE + text)}"
    half = f"{near} | {begun(part)} | {quoted(LIKE + text)}:*" if len(text) >= HALF_TYPED else near
    return Clause(quoted(text), f"{quoted(text)}:{IN_TITLES}", near, half, " ".join(sorted(plain_words(typed))), text)


def as_one(whole: Whole) -> list[str]:
    return [quoted(whole.joined), quoted(LIKE + whole.joined)] if whole.joined else []


def anywhere(parts: Sequence[Part], *, is_typed_whole: bool) -> str:
    """The parts, wherever they stand. Too short a last one says little, unless the compound itself begins with it."""
    looked_for = list(parts[:MOST_OPERANDS])
    if not is_typed_whole and looked_for[-1].is_word and len(looked_for[-1].text) < HALF_TYPED:
        del looked_for[-1]
    return "(" + " & ".join(f"({begun(part)})" for part in looked_for) + ")"


def begun(part: Part) -> str:
    if part.units:
        return chain([Term((part,), ())], begins=True)
    return f"{quoted(part.text)}:*" if len(part.text) >= HALF_TYPED else quoted(part.text)


def phrase_clause(found: list[Term], *, ended: bool) -> Clause:
    """Exactly what stands between the quotation marks; the last word may be half typed while the second is missing."""
    exact = chain(found)
    return Clause(exact, chain(found, IN_TITLES), exact, exact if ended else chain(found, begins=True))


def chain(found: Sequence[Term], weights: str = "", *, begins: bool = False) -> str:
    """The terms side by side, where c++ is more than c. `begins`: the last may go on."""
    operands = list(islice(operands_of(found), MOST_OPERANDS))
    query, before = "", 0
    for number, (at, text, goes_on) in enumerate(operands):
        last = begins and number == len(operands) - 1
        is_letter = kinds(text) == WORD  # A single one, which half of all words begin with.
        flags = ("*" if goes_on or (last and not is_letter) else "") + weights
        query += (f" <{at - before}> " if number else "") + quoted(text) + (f":{flags}" if flags else "")
        before = at
    return f"({query})"


def operands_of(found: Sequence[Term]) -> Iterator[tuple[int, str, bool]]:
    """Each with its place, and whether it may go on: a single character is the beginning of a pair, or stands last."""
    start = 0
    for term in found:
        for part in term.parts:
            place = start + part.place
            if len(part.units) > 1:
                yield from ((place + at, one + other, False) for at, (one, other) in enumerate(pairwise(part.units)))
            elif part.units:
                yield place, part.units[0], True
            else:
                yield place, next((whole.text for whole in term.wholes if whole.parts == (part,)), part.text), False
        start += term.places
