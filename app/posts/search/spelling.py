"""The words that are one mistake away: a letter too many, too few, another one, or two the wrong way round.

They are thought up from what was typed, and looked for as words: nothing has to be stored for them, and the words of
contents are found as those of titles are. Of 8 letters that is some 450 words, at 2 µs each in an index of any size.
"""

import re
from collections.abc import Iterator
from itertools import islice

SHORTEST, LONGEST = 4, 20  # Letters of a word that is corrected: one letter off a shorter one is another word.
ALPHABETS = (
    "abcdefghijklmnopqrstuvwxyz",
    "абвгдежзиклмнопрстуфхцчшщъыьэюяієґђјљњћџ",
    "αβγδεζηθικλμνξοπρστυφχψω",
    "אבגדהוזחטיךכלםמןנסעףפץצקרשת",
    "ابتثجحخدذرزسشصضطظعغفقكلمنهويپچژگ",
    "अआइईउऊऋएऐओऔकखगघङचछजझञटठडढणतथदधनपफबभमयरलवशषसहािीोौ",
)


def corrections(word: str) -> Iterator[str]:
    """Of a folded word; none where a mistake couldn't be told from another word."""
    if not SHORTEST <= len(word) <= LONGEST or not word[0].isalpha() or re.search(r"\d", word):
        return
    found = dict.fromkeys(one_letter_off(word))
    found.pop(word, None)
    yield from found


def one_letter_off(word: str) -> Iterator[str]:
    letters = next((alphabet for alphabet in ALPHABETS if word[0] in alphabet), "")
    for at in range(len(word) + 1):
        before, behind = word[:at], word[at:]
        yield before + behind[1:]
        if len(behind) > 1:
            yield before + behind[1] + behind[0] + behind[2:]
        for letter in letters:
            yield before + letter + behind
            if behind:
                yield before + letter + behind[1:]


def groups(word: str, size: int) -> Iterator[tuple[str, ...]]:
    """The corrections, so many at a time."""
    each = corrections(word)
    while group := tuple(islice(each, size)):
        yield group
