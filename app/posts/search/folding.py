"""Text as search compares it: without case, accents and compatibility forms, and the kind of each character."""

import unicodedata

# Letters that Unicode does not take apart, as people type them who have no key for them.
LETTERS = str.maketrans(
    {
        **dict(zip("øłđðħŧŋıĸɓɗɠƙƴ", "olddhtnikbdgky", strict=True)),
        "æ": "ae",
        "œ": "oe",
        "þ": "th",
        **dict(zip("ٱکیىةەھ", "اكييههه", strict=True)),  # Arabic letters of other keyboards, or often typed so.
        "ـ": "",  # The tatweel only stretches a word.
        **dict.fromkeys("‘’‛ʼʹʻ′`´", "'"),
        **dict.fromkeys("‐‑−", "-"),
    }
)
SKIN_TONES = range(0x1F3FB, 0x1F400)
FLAGS = range(0x1F1E6, 0x1F200)  # Two of these letters are one flag.
# Scripts that put no spaces between words, by the blocks that a folded text has of them.
WITHOUT_SPACES = (
    range(0x0E00, 0x0F00),  # Thai, Lao
    range(0x1000, 0x10A0),  # Burmese
    range(0x1780, 0x1800),  # Khmer
    range(0x2E80, 0xA4D0),  # From the radicals to Hiragana, Katakana, Han and Yi
    range(0x1B000, 0x1B170),
    range(0x20000, 0x323B0),
)
LEADS = (range(0x1100, 0x1160), range(0xA960, 0xA980))
VOWELS = (range(0x1160, 0x11A8), range(0xD7B0, 0xD7CB))
TRAILS = (range(0x11A8, 0x1200), range(0xD7CB, 0xD800))
SOFT = "._-+#@'&%$"  # Punctuation that may belong to a word: c++, .net, node.js, snake_case, don't.

# What kinds() says: a letter or digit of a script with spaces, or of one without; the three parts of a Korean
# syllable; a symbol that stands for itself, as an emoji; half a flag; a space; punctuation that may belong to a word,
# or never does.
WORD, UNIT, LEAD, VOWEL, TRAIL, SYMBOL, FLAG, SPACE, INSIDE, OUTSIDE = "wcltvsr .,"


class _Folding(dict[int, str]):
    """Filled character by character as they are met with: all of Unicode would take a cold start 300 ms."""

    def __missing__(self, code: int) -> str:
        self[code] = folded = fold_character(chr(code))
        return folded


class _Kinds(dict[int, str]):
    def __missing__(self, code: int) -> str:
        self[code] = kind = kind_of(chr(code))
        return kind


_folding, _kinds = _Folding(), _Kinds()


def fold(text: str) -> str:
    """The same for every way to write a text: upper case or lower, composed or not, with accents or without.

    Each character is folded by itself, and marks are dropped, so there is nothing to put in order: the time grows with
    the length alone, where normalising a text of many marks takes their number squared. Korean syllables stay taken
    apart, so that one which is half typed is the beginning of the whole.
    """
    return text.translate(_folding)


def kinds(folded: str) -> str:
    """For each character of a folded text one that says its kind."""
    return folded.translate(_kinds)


def fold_character(character: str) -> str:
    if unicodedata.category(character) in ("Cc", "Zs", "Zl", "Zp"):
        return " "
    decomposed = unicodedata.normalize("NFKD", character).casefold().translate(LETTERS)
    return "".join(map(plain, unicodedata.normalize("NFKD", decomposed))).translate(LETTERS)


def plain(character: str) -> str:
    """Without marks and what can't be seen; a digit of any script as 0 to 9."""
    category = unicodedata.category(character)
    if category in ("Mn", "Me", "Cf") or unicodedata.combining(character) or ord(character) in SKIN_TONES:
        return ""
    return str(unicodedata.digit(character)) if category == "Nd" else character


def kind_of(character: str) -> str:
    code, category = ord(character), unicodedata.category(character)
    if category[0] == "Z":
        return SPACE
    if category[0] in "LMN":
        return kind_of_letter(code)
    if code in FLAGS:
        return FLAG
    if character in SOFT:
        return INSIDE
    return SYMBOL if category[0] == "C" or (category[0] == "S" and not character.isascii()) else OUTSIDE


def kind_of_letter(code: int) -> str:
    for kind, blocks in ((UNIT, WITHOUT_SPACES), (LEAD, LEADS), (VOWEL, VOWELS), (TRAIL, TRAILS)):
        if any(code in block for block in blocks):
            return kind
    return WORD
