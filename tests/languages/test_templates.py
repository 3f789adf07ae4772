"""Nothing that a template shows is outside of `_` and `ngettext`, which the catalogues' completeness stands on."""

from pathlib import Path

import pytest

from app.settings.config import ROOT
from tests.support.template_text import untranslated

TEMPLATES = sorted(
    path.relative_to(ROOT)
    for path in ROOT.glob("app/*/templates/**/*")
    if path.suffix in (".html", ".txt", ".xml", ".svg")
)


def test_there_are_templates() -> None:
    assert len([path for path in TEMPLATES if path.parts[1] == "mail"]) >= 16
    assert {path.suffix for path in TEMPLATES} <= {".html", ".txt", ".xml", ".svg"}


@pytest.mark.parametrize("path", TEMPLATES, ids=str)
def test_a_template_has_no_text_of_its_own(path: Path) -> None:
    assert untranslated((ROOT / path).read_text(), is_html=path.suffix != ".txt") == []


@pytest.mark.parametrize(
    "source",
    [
        "<p>Hello</p>",
        "<p>{{ n }} votes</p>",
        "{% if x %}<p>{{ _('Fine') }}{% else %}Überall{% endif %}</p>",
        "{% block a %}{% for x in y %}日本{% endfor %}{% endblock %}",
        "{% macro m(x) %}{% call n() %}here{% endcall %}{% endmacro %}",
        "{% set link %}<a>here</a>{% endset %}",
        '<button aria-label="Vote"></button>',
        '<button aria-label="{{ n }} votes"></button>',
        """<button title="{{ 'vote' if x else 'voted' }}"></button>""",
        '<img alt="logo">',
        '<input placeholder="search">',
        '<input type="submit" value="send">',
        '<meta name="description" content="a board">',
        '<meta property="og:description" content="a board">',
        '<option label="newest">',
        "<p>{{ 'on' if x else 'off' }}</p>",
        "<p>{{ x or 'nobody' }}</p>",
        "<p>{{ ('votes: ' ~ n)|upper }}</p>",
        "{% set title = 'Settings' %}{{ title }}",
        "{{ field('name', label='Your name') }}",
        "{{ _('By {name}', name=x or 'Somebody') }}",
        "<code>x</code> then",
        "<svg><title>vote</title></svg>",
    ],
)
def test_text_is_found(source: str) -> None:
    assert untranslated(source, is_html=True)


@pytest.mark.parametrize(
    "source",
    [
        """<a class="Some words" href="{{ '/sign-in' if x else '/me' }}" data-x="y">{{ _("Sign in") }}</a>""",
        """<p title="{{ _('Votes') }}">{{ ngettext("{n} vote", "{n} votes", n) }} · {{ n }}&nbsp;&times; 12:30</p>""",
        "<p>Heed</p><code>make run</code><kbd>j</kbd><style>p { color: red }</style><script>let a</script>",
        """<button aria-pressed="{{ 'true' if x else 'false' }}">{% if x == "words" %}{{ y }}{% endif %}</button>""",
        '{# A comment #}<!-- A comment --><input type="hidden" name="x" value="y">',
        '<meta name="robots" content="noindex"><p>{{ board_url }}/posts/{{ id }}</p>',
        "{% extends 'layout.html' %}{{ field('email', type='email', label=_('Your address')) }}",
    ],
)
def test_what_is_no_text_is_let_be(source: str) -> None:
    assert untranslated(source, is_html=True) == []


def test_all_of_a_text_is_text() -> None:
    assert untranslated("Hello {{ name }}\n{{ _('Fine') }}", is_html=False) == ["Hello \ufffc"]
