"""What a person reads is found: every term of generated texts, in every script, however it is typed"""

import string
import unicodedata
from random import Random

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.support.people import Person

bounded = settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])

LATIN = string.ascii_letters + "éèêàçñöüßøłđæœåíıİþ"
SPACED = {
    "latin": LATIN,
    "cyrillic": "абвгдеёжзийклмнопрстуфхцчшщъыьэюяієґїўАБВГД",
    "greek": "αβγδεζηθικλμνξοπρστυφχψωςάέήίόύώϊΑΒΓΔΣ",
    "arabic": "ابتثجحخدذرزسشصضطظعغفقكلمنهويأإآةى\u064b\u064e\u0650\u0651",
    "hebrew": "אבגדהוזחטיכךלמםנןסעפףצץקרשת\u05b0\u05b4\u05b8\u05bc",
    "devanagari": "अआइईउकखगघचछजझटठडढणतथदधनपफबभमयरलवशषसह\u093e\u093f\u0940\u0941\u0947\u094d\u0902",
}
UNSPACED = {
    "chinese": "希望支持暗黑模式导出数据通知设置语言中国人",
    "japanese": "ダークモードを追加してくださいありがとう設定検索ガギグパピ",
    "korean": "다크모드를지원해주세요알림설정검색한국어값닭",
    "thai": "โหมดมืดภาษาไทยกำลังค้นหาข้อมูลแจ้งเตือน",
}
JOINTS = ["/", "-", ".", "_", "@", "+", ":", "'", "(", "&"]
EMOJI = ["😀", "👍🏽", "👩‍💻", "🇩🇪", "❤️", "1️⃣"]


def has_letter(text: str) -> bool:
    return any(unicodedata.category(character)[0] in "LN" for character in text)


def words(alphabet: str, shortest: int = 3) -> st.SearchStrategy[str]:
    return st.text(alphabet, min_size=shortest, max_size=10).filter(
        lambda word: len(without_marks(word)) >= shortest and has_letter(word[0])
    )


def without_marks(text: str) -> str:
    decomposed = unicodedata.normalize("NFD", text)
    return "".join(each for each in decomposed if unicodedata.category(each) != "Mn")


def compounds(word: st.SearchStrategy[str]) -> st.SearchStrategy[list[str]]:
    """A list of words and joints, which stands in the text as one."""
    several = st.lists(word, min_size=2, max_size=4)
    return st.builds(
        lambda parts, joint: [parts[0], *(p for each in parts[1:] for p in (joint, each))],
        several,
        st.sampled_from(JOINTS),
    )


every_word = st.one_of(*map(words, SPACED.values()))
every_run = st.one_of(*(words(alphabet, 1) for alphabet in UNSPACED.values()))
term = st.one_of(
    every_word.map(lambda word: [word]),
    compounds(every_word),
    every_run.map(lambda run: [run]),
    st.sampled_from(EMOJI).map(lambda each: [each]),
    st.builds(lambda one, other: [one, "", other], every_word, every_run),
)


def ways_to_type(term: list[str], choose: Random) -> set[str]:
    whole = "".join(term)
    typed = {whole, choose.choice([whole.upper(), whole.lower(), whole.swapcase()])}
    typed |= {unicodedata.normalize(form, whole) for form in ("NFC", "NFD", "NFKC")} | {without_marks(whole)}
    for part in term:
        if has_letter(part):
            plain = without_marks(part)
            shortest = 3 if any(part[0] in alphabet for alphabet in SPACED.values()) else 1
            typed |= {part, plain[:shortest], plain[: choose.randint(shortest, len(plain))]}
    return {each for each in typed if not each.startswith("-")}


@bounded
@given(terms=st.lists(term, min_size=1, max_size=4), in_title=st.booleans(), choose=st.randoms(use_true_random=False))
def test_what_stands_there_is_found(admin: Person, terms: list[list[str]], in_title: bool, choose: Random) -> None:
    text = " ".join("".join(each) for each in terms)
    title, content = (text[:200], "") if in_title else ("Idea", text)
    post = admin.post_idea(title, content)
    for each in terms:
        for typed in ways_to_type(each, choose):
            answer = admin.client.get("/v1/posts", params={"q": typed, "sort": "newest", "limit": 100})
            assert answer.status_code == 200, answer.text
            assert post["id"] in [found["id"] for found in answer.json()["items"]], (typed, text)
