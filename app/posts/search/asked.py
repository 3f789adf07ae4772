"""What is asked for, as the parameters of SQL: the tsquery of each way to match a post."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from sqlalchemy import TextClause, text

from app.posts.search.query import Clause, Query, chain
from app.posts.search.spelling import groups
from app.posts.search.vector import IN_TITLES, LIKE, quoted

# Beyond what was typed exactly, so many of the longest words are asked for, which say most, and so many of these may be
# half typed or mistyped: of a million posts, all that of sixteen words took 1.5 s.
LOOSELY, MOST_CORRECTED = 5, 3
GROUP = 24  # Corrections of one tsquery: each post that matches is compared with all of them.
TSQUERY = "CAST(:{0} AS tsquery)"
# The planner evaluates the function, so it knows the tsquery, and how common its words are.
FUNCTION = "search_query(CAST(:{0}_language AS text), CAST(:{0} AS text))"


class Asked:
    """A query in the board's language. Its conditions are on a post's words."""

    def __init__(self, query: Query, language: str) -> None:
        self.query = query
        self.language = language
        self.asking = [clause for clause in query.clauses if not clause.excluded]
        self.excluding = [clause for clause in query.clauses if clause.excluded]

    def exact(self) -> TextClause:
        """Every word as it was typed, stop words included."""
        if self.excluding:
            asking = [parameters(clause, clause.exact, "") for clause in self.asking if clause.exact]
            return self.has("exact", [*asking, *map(near, self.excluding)])
        return text("posts.words @@ " + TSQUERY.format("exact")).bindparams(exact=self.every())

    def half(self) -> TextClause:
        """Every word, or its stem, and of the last what begins so. Where others are asked for, a stop word need not be
        there."""
        last = self.asking[-1]
        return self.loosely("half", lambda clause: clause.half if clause is last else clause.near)

    def begun(self) -> TextClause:
        """Every word, or its stem, or what begins so."""
        return self.loosely("begun", lambda clause: clause.half)

    def loosely(self, name: str, words: Callable[[Clause], str]) -> TextClause:
        asking = [parameters(clause, words(clause), clause.stemmable) for clause in self.longest()]
        return self.has(name, [*asking, *map(near, self.excluding)])

    def longest(self) -> list[Clause]:
        """In the order in which they were typed."""
        chosen = sorted(self.asking, key=lambda clause: -len(clause.exact))[:LOOSELY]
        return [clause for clause in self.asking if clause in chosen]

    def regardless(self) -> TextClause:
        """As half(), whatever is excluded."""
        return self.has("regardless", [near(clause) for clause in self.longest()])

    @property
    def has_many(self) -> bool:
        return len(self.asking) > LOOSELY

    def without_excluded(self) -> TextClause:
        each = (replaced(near(clause), alternative=number) for number, clause in enumerate(self.excluding))
        return self.has("excluded", each, negated=True)

    def has_any(self) -> TextClause:
        """Any word; a stop word only where there are no others."""
        values = {"any_word": json.dumps([near(each) for each in self.asking if each.plain])}
        query = f"CAST(replace(CAST({FUNCTION.format('any_word')} AS text), '&', '|') AS tsquery)"
        return text(f"posts.words @@ {query}").bindparams(**values, any_word_language=self.language)

    def near(self, name: str, *clauses: Clause) -> TextClause:
        return self.has(name, map(near, clauses))

    def has(self, name: str, clauses: Iterable[Mapping[str, Any]], *, negated: bool = False) -> TextClause:
        values = {name: json.dumps(list(clauses)), f"{name}_language": self.language}
        return text(f"{'NOT ' if negated else ''}posts.words @@ {FUNCTION.format(name)}").bindparams(**values)

    def every(self, weights: str = "") -> str:
        """The tsquery of every word as it was typed; with weights, in such places. No lexeme has capitals."""
        sides: dict[int, list[str]] = {}
        for clause in self.asking:
            if clause.exact:
                exact = clause.titled.replace(IN_TITLES, weights) if weights else clause.exact
                sides.setdefault(clause.alternative, []).append(f"({exact})")
        return " | ".join(" & ".join(side) for side in sides.values())

    def any(self) -> str:
        """The tsquery of any word, for ts_rank(): that is quick for an `or`, and takes the square of the places for
        anything else. `~` is a word of no post."""
        return " | ".join([quoted(LIKE), *(clause.near for clause in self.asking if clause.near)])

    def in_order(self, weights: str = "") -> str:
        """The tsquery of all words side by side, as they were typed; empty where there is only one."""
        return chain(self.query.order, weights) if self.query.order else ""

    def corrected(self) -> Iterator[tuple[str, list[str], TextClause]]:
        """For each of the longest words: a name, what it may have been, as texts of tsqueries, and the condition that a
        post has one of these, `correction.query`, and the other words."""
        words = [clause for clause in self.asking if clause.plain]
        for number, word in enumerate(sorted(words, key=lambda word: -len(word.plain))[:MOST_CORRECTED]):
            corrections = [" | ".join(map(quoted, group)) for group in groups(word.plain, GROUP)]
            others = [each for each in self.asking if each is not word and each.alternative == word.alternative]
            rest = f"rest_{number}"
            values = {rest: json.dumps(list(map(near, others))), f"{rest}_language": self.language}
            # Where there are no others, the function gives null; an empty tsquery changes nothing.
            query = f"(CAST(correction.query AS tsquery) && coalesce({FUNCTION.format(rest)}, ''))"
            if corrections:
                yield f"corrected_{number}", corrections, text(f"posts.words @@ {query}").bindparams(**values)


def near(clause: Clause) -> dict[str, Any]:
    return parameters(clause, clause.near, clause.stemmable)


def parameters(clause: Clause, words: str, stemmable: str) -> dict[str, Any]:
    """What search_query() takes: see the revision that made it."""
    place = {"alternative": clause.alternative, "excluded": clause.excluded}
    return {"words": words, "stemmable": stemmable, **place}


def replaced(clause: dict[str, Any], *, alternative: int) -> dict[str, Any]:
    return {**clause, "alternative": alternative, "excluded": False}
