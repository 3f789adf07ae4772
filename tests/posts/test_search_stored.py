"""What is stored of a post to find it by: a change of it counts the version up, so that all posts are made again"""

from hashlib import sha256
from itertools import product

from app.posts.search.store import VERSION, parameters_of
from tests.posts.test_search_kinds import FOUND

# By version, the digest of what is stored of the texts below. Whoever changes what is stored adds a line here.
STORED = {1: "be07b29fd7694099"}
# The first and the last letters of what is told apart by where it stands in Unicode, and their neighbours outside.
LETTERS = [
    *("👍🏺🐀", "👍🏻", "👍🏿", "🇦🇿\U0001f1e5", "\u0f00\u0f40", "\u0e01\u0e02", "\u1000\u1001", "\u1780\u1781"),
    *("\u3400\u3401", "\ua4d0\ua4d1", "\U0001b000\U0001b001", "\U0001b170\U0001b171", "\U00020000\U00020001"),
    *("\u10ff\u1100", "\u1100\u1160\u11a8", "\u115f\u1160", "\u1100\u11a7\u11a8", "\ua960\u1161"),
    *("\u1100\ud7b0\ud7cb", "\u1100\u1161\u11ff\u1200", "\u00ad\u0378\u00a2", "a\u00b0b a<b a=b x^y"),
    *("a\u0301\u034f\u0488\u200db", "\u0661\u0967\uff11", "\x00a\x1fb\u2028c", "\U0001f1e5\U0001f1e5"),
    *("\u1161\u1160", "\u1100\u11a8\u1161", "\u1100\ud7cb\u1161", "कि-चाहि", "暗黑x y", "a/. b"),
]
ENDS = [". # @ $ +x #y @z $a ++b -c 'd' “e” f% g++ h# i@ j& k_ l'", "Ab abC 12ab 7 Two words", "x" * 42 + " y"]
LONG = [
    *("w" * 79 + "xyz", "W" * 40 + "Hump" * 30, "ab" * 45 + "-cd", "v" * 80, "暗" * 15_986 + " x y"),
    *("暗" * 15_970 + " " + "黑" * 30 + " y", "a-b-c-d", "a-b-c-d-e", "暗黑" * 50),
]


def test_what_a_version_stores() -> None:
    texts = [*FOUND, *LETTERS, *ENDS, *LONG]
    posts = [*product(texts[: -len(LONG)], [""]), *product(["Two words"], texts)]
    stored = repr([sorted(parameters_of(*post, "english").items()) for post in posts])
    assert sha256(stored.encode()).hexdigest()[:16] == STORED[VERSION]
