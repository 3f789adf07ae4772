"""Which mistakes of typing a search corrects: one letter of a word, whichever it is"""

from collections.abc import Iterator

import pytest

from app.posts.search.spelling import ALPHABETS, corrections, groups


def mistyped(word: str, others: str) -> Iterator[str]:
    """Each way to type it with one mistake, of which `others` are the letters that stand there instead."""
    for at, letter in enumerate(word):
        yield word[:at] + word[at + 1 :]
        yield from (word[:at] + other + word[at:] for other in others)
        yield from (word[:at] + other + word[at + 1 :] for other in others if other != letter)
        yield word[:at] + word[at + 1 : at + 2] + letter + word[at + 2 :]
    yield from (word + other for other in others)


@pytest.mark.parametrize("word", ["keyboard", "ключи", "λεξικο"])
def test_every_mistake_leads_back(word: str) -> None:
    others = next(alphabet for alphabet in ALPHABETS if word[0] in alphabet)
    wrong = {each for each in mistyped(word, word[0] + others[-1]) if each != word}
    assert {each for each in wrong if word not in corrections(each)} == set()
    found = list(corrections(word))
    assert wrong <= set(found)
    assert len(found) == len(set(found) - {word})
    assert {len(each) - len(word) for each in found} == {-1, 0, 1}


def test_what_is_no_word_of_letters_or_too_short_or_long_has_none() -> None:
    assert [word for word in ("key", "x" * 21, "k3yboard", "+keys") if any(corrections(word))] == []
    assert all(any(corrections(word)) for word in ("keys", "x" * 20, "한국어로", "ꙁꙁꙁꙁ"))


def test_the_first_letter_says_of_which_alphabet_the_letters_are() -> None:
    found = set(corrections("kлюч"))
    assert {"kлюч" + letter for letter in ALPHABETS[0]} <= found
    assert not found & {"kлюч" + letter for letter in ALPHABETS[1]}


def test_groups_have_all_of_them() -> None:
    each = list(groups("keys", 24))
    assert [correction for group in each for correction in group] == list(corrections("keys"))
    assert {len(group) for group in each[:-1]} == {24}
