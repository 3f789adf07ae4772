"""What text must be, by Unicode property: something that can be seen, and nothing that breaks a document of others."""

from functools import cache

from pydantic_core import SchemaValidator, core_schema

# Letters, numbers, punctuation and symbols, without those that Unicode says are not displayed (U+3164). The four at the
# end are blank glyphs that have no such property: Braille, musical, and Egyptian.
VISIBLE = r"[[\p{L}\p{N}\p{P}\p{S}]--\p{Default_Ignorable_Code_Point}--[\x{2800}\x{1D159}\x{13441}\x{13442}]]"
# Unicode keeps its noncharacters for internal use. XML 1.0 can't write U+FFFE and U+FFFF: one title with either would
# make the feed unreadable for everybody.
NONCHARACTER = r"\p{Noncharacter_Code_Point}"
LINE_SEPARATOR = r"[\p{Zl}\p{Zp}]"


@cache
def compiled(pattern: str) -> SchemaValidator:
    """pydantic's engine, as Python's own knows no Unicode properties. Built by the first request that needs it."""
    return SchemaValidator(core_schema.str_schema(pattern=pattern))


def has(pattern: str, value: str) -> bool:
    return compiled(pattern).isinstance_python(value)


def visible(value: str) -> str:
    """Raises ValueError for text that shows nothing, as of zero-width characters and fillers."""
    if not has(VISIBLE, value):
        raise ValueError("must have something in it that can be seen")
    return value


def interchangeable(value: str) -> str:
    """Raises ValueError for characters that are not for the exchange of text."""
    if has(NONCHARACTER, value):
        raise ValueError("must not contain noncharacters, as U+FFFE")
    return value


def one_line(value: str) -> str:
    """Raises ValueError for U+2028 and U+2029, which a pattern of the contract can't name (fields.py)."""
    if has(LINE_SEPARATOR, value):
        raise ValueError("must be one line")
    return value


def is_storable(value: str) -> bool:
    """Whether PostgreSQL could hold the text, and so whether looking for it makes sense: no NUL, no lone surrogate."""
    return value.isprintable()
