"""The catalogues are complete, have the placeholders of their sources, and are what `make languages` would write."""

import re
from collections import Counter
from gettext import c2py  # The standard library's own reading of the header.
from pathlib import Path
from typing import get_args

import pytest
from babel import Locale
from babel.messages.catalog import Message
from jinja2 import TemplateSyntaxError

from app.languages import CODES
from app.languages.words import STATUSES
from app.models.enums import Language, Status
from infra.dev.languages import catalogues, formats
from infra.dev.languages.catalogues import StableCatalogue, name_of, strings

SCRIPTS = {"ja": "[\u3040-\u30ff\u4e00-\u9fff]", "ar": "[\u0621-\u064a]"}
HOW = "run `make languages` and fill in what it names"


@pytest.fixture(scope="module")
def collected() -> StableCatalogue:
    return catalogues.collect()


def messages(code: str) -> list[Message]:
    return [message for message in catalogues.read(code) if message.id]


def placeholders(text: str) -> set[str]:
    return set(re.findall(r"\{(\w+)\}", text))


def test_the_template_is_current(collected: StableCatalogue) -> None:
    assert len(collected) > 25
    assert catalogues.TEMPLATE.read_bytes().decode() == catalogues.as_po(collected).decode(), HOW


@pytest.mark.parametrize("code", catalogues.TRANSLATED)
def test_a_catalogue_is_complete_and_current(code: str, collected: StableCatalogue) -> None:
    current = catalogues.updated(code, collected)
    assert catalogues.untranslated(current) == [], HOW
    assert catalogues.po_file(code).read_bytes().decode() == catalogues.as_po(current).decode(), HOW
    assert catalogues.mo_file(code).read_bytes() == catalogues.as_mo(current), HOW
    assert not [message.id for message in messages(code) if message.fuzzy]


@pytest.mark.parametrize("code", catalogues.TRANSLATED)
def test_a_translation_has_the_placeholders_of_its_source(code: str) -> None:
    form_of = c2py(catalogues.read(code).plural_expr)
    numbers_of = Counter(form_of(n) for n in range(1000))
    for message in messages(code):
        wanted = placeholders(name_of(message.id)) | placeholders(strings(message.id)[-1])
        assert not wanted & {"url", "link_url", "board_url"}, "a URL goes beside a message"
        for form, string in enumerate(strings(message.string)):
            found = placeholders(string)
            if message.pluralizable and numbers_of[form] == 1:
                found |= {"n"}  # "one vote" needs no 1, where the form is for that number alone.
            assert found == wanted, (message.id, string)


@pytest.mark.parametrize("code", catalogues.TRANSLATED)
def test_the_plural_forms_are_cldrs_in_its_order(code: str) -> None:
    """Of CLDR's, `many` of Romance languages is left out: it begins at a million."""
    form_of = c2py(catalogues.read(code).plural_expr)
    tags = ("zero", "one", "two", "few", "many", "other")
    forms = sorted({(form_of(n), tags.index(Locale(code).plural_form(n))) for n in range(1000)})
    assert [form for form, _ in forms] == list(range(catalogues.read(code).num_plurals)), "one tag each"
    assert [tag for _, tag in forms] == sorted(tag for _, tag in forms)


@pytest.mark.parametrize(("code", "script"), SCRIPTS.items())
def test_nothing_is_a_copy_of_the_source(code: str, script: str) -> None:
    """Where another script makes it plain. A string that is placeholders alone is the same everywhere, as API is."""
    for message in messages(code):
        for string in strings(message.string):
            words = re.sub(r"\{\w+\}|\bAPI\b", "", name_of(message.id))
            assert re.search(script, string) or not re.search("[A-Za-z]", words), (message.id, string)


def test_a_string_that_is_in_no_catalogue_is_found(tmp_path: Path) -> None:
    pages, mails = tmp_path / "pages/templates", tmp_path / "mail/templates"
    pages.mkdir(parents=True)
    mails.mkdir(parents=True)
    (pages / "post.html").write_text("""{% macro m() %}{{ _('By {name}', name=x|upper) }}{% endmacro %}""")
    (mails / "code.txt").write_text("""{{ ngettext("{n} goat", "{n} goats", post.goats) }}""")
    (pages.parent / "titles.py").write_text("A = N_('Goats')\nlanguage.gettext('Inside')\ndef f(_): return _('Under')")
    found = {name_of(message.id) for message in catalogues.collect(tmp_path) if message.id}
    assert found == {"By {name}", "{n} goat", "Goats", "Inside", "Under"}
    for code in catalogues.TRANSLATED:
        assert set(catalogues.untranslated(catalogues.updated(code, catalogues.collect(tmp_path)))) == found
    (pages / "broken.html").write_text("{{ _('x' }}")
    with pytest.raises(TemplateSyntaxError):
        catalogues.collect(tmp_path)


def test_the_formats_are_current() -> None:
    assert formats.FILE.read_text() == formats.as_json(), "run `make languages`"


def test_what_the_database_may_hold_has_a_word() -> None:
    assert get_args(Status) == STATUSES
    assert get_args(Language) == CODES
