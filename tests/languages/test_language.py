"""Strings in a language: plural forms, and values that can't get out of their place."""

import subprocess
import sys
from collections.abc import Mapping
from typing import Any

import pytest
from minijinja import Environment

from app.languages.language import get_language
from app.languages.negotiation import negotiate

FORMS = {  # CLDR's: the number, and what the form for it has in it.
    "en": {0: "0 updates", 1: "1 update ", 2: "2 updates", 1234: "1,234 updates"},
    "de": {0: "0 Neuigkeiten", 1: "1 Neuigkeit ", 1234: "1.234 Neuigkeiten"},
    "fr": {0: "0 nouveauté ", 1: "1 nouveauté ", 2: "2 nouveautés"},
    "es": {0: "0 novedades", 1: "1 novedad ", 2: "2 novedades"},
    "pt": {0: "0 novidade ", 1: "1 novidade ", 2: "2 novidades"},
    "ja": {0: "が0件", 1: "が1件", 1234: "が1,234件"},
    "ar": {
        0: "لا مستجدات",
        1: "مستجد واحد",
        2: "مستجدان",
        3: "3 مستجدات",
        11: "11 مستجدًا",
        100: "100 مستجد ",
        103: "103 مستجدات",
    },
}


@pytest.mark.parametrize(("code", "forms"), FORMS.items())
def test_plural_forms(code: str, forms: Mapping[int, str]) -> None:
    for n, expected in forms.items():
        assert expected in get_language(code).ngettext("{n} update on the board", "{n} updates on the board", n)


def test_what_no_catalogue_knows_stays_english() -> None:
    assert get_language("de").gettext("Not in any catalogue") == "Not in any catalogue"
    assert get_language("de").gettext("") == "", "not the catalogue's header"
    with pytest.raises(ValueError, match="language"):
        get_language("../de")


@pytest.mark.parametrize("value", ["{code}", "{0.__class__}", "%s", "\\g<0>", "\\1", "{", "<b>&"])
def test_a_value_is_inert(value: str) -> None:
    assert get_language("de").gettext("Your code: {code}", code=value) == f"Dein Code: {value}"


def test_a_value_that_is_missing_is_an_error() -> None:
    with pytest.raises(KeyError):
        get_language("de").gettext("Your code: {code}")


def test_a_value_may_have_any_name() -> None:
    assert get_language("en").gettext("{message} {self}", message=1, self=2) == "1 2"


def render(template: str, language_code: str, **values: Any) -> str:
    language = get_language(language_code)
    environment = Environment(auto_escape_callback=lambda _: "html", undefined_behavior="strict")
    return environment.render_str(template, _=language.gettext, ngettext=language.ngettext, language=language, **values)


def test_in_a_template_text_is_escaped_and_html_is_not() -> None:
    source = """
        {%- set link %}<a href="/1">{{ title }}</a>{% endset -%}
        {{ _('{actor} wrote on "{title}"', actor=actor, title=link) }}"""
    expected = '&lt;i&gt; schreibt zu „<a href="/1">&lt;b&gt;</a>“'
    assert render(source, "de", actor="<i>", title="<b>") == expected
    assert "&lt;b&gt;" in render("{{ _('Your code: {code}', code=code) }}", "de", code="<b>")
    assert "<b>" not in render("{{ _('Your code: {code}', code=code) }}", "de", code="<b>")
    assert "{title}" in render(source, "de", actor="{title}", title="x"), "a value is no message"
    assert render("{{ language.number(n) }} {{ language.direction }}", "de", n=1234) == "1.234 ltr"


def test_what_runs_the_other_way_keeps_to_itself() -> None:
    arabic, german = get_language("ar"), get_language("de")
    assert "«\u2068C++ (new)\u2069»" in arabic.gettext('{actor} wrote on "{title}"', actor="عمر", title="C++ (new)")
    assert "\u2068عمر\u2069" not in arabic.gettext('{actor} wrote on "{title}"', actor="عمر", title="C++ (new)")
    assert german.gettext("New: {title}", title="(عمر)") == "Neu: \u2068(عمر)\u2069"
    assert german.gettext("New: {title}", title="C++ (new)") == "Neu: C++ (new)"
    # A code is copied from the mail, and nothing invisible with it.
    assert "\u2068" not in arabic.gettext("Your code: {code}", code="123456")


def test_what_english_has_no_need_of_is_not_loaded() -> None:
    """Nor is what writes a language, where one is only chosen."""
    program = (
        "import sys; before = set(sys.modules); from app.languages.negotiation import negotiate; "
        "print(negotiate('de')); print(*(set(sys.modules) - before)); from app.languages.language import get_language; "
        "print(get_language('en').gettext('Your code:')); print(*(set(sys.modules) - before))"
    )
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    chosen, early, said, all_loaded = ran.stdout.splitlines()
    assert (chosen, said) == (negotiate("de"), get_language("en").gettext("Your code:"))
    assert "app.languages.language" not in early.split()
    assert not {"gettext", "babel", "sqlalchemy"} & set(all_loaded.split())
