"""What others wrote is text; a page that the board doesn't list gets nothing; a private board tells nobody."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from tests.support.browser import complaints, policy_violations
from tests.support.people import Person
from tests.support.product import POLICY, Product, serving_product
from tests.support.widget import Widget

pytestmark = pytest.mark.adversary
HOSTILE = (
    '<img src=x onerror="document.title=1">',
    "</h3><script>document.title=1</script>",
    "{title} $& \\u0022 ${1} `x`",
    "javascript:document.title=1",
    '"><svg onload=document.title=1>',
    "<b>bold</b> &amp; &lt;",
    "*emphasis* [link](javascript:alert(1))",
    "א" * 50 + "מצב כהה",
    "andawordthatneverends" * 9,
)
MARKUP = "img, script, b, em, .text *, h3 *, .title *"
# Of each idea in the list: its title, and what its button is called, less the marks round a name of either direction.
NAMES = """
    const { shadowRoot } = document.querySelector("heed-feedback");
    const text = (each) => each.textContent.replaceAll(/[\u2068\u2069]/g, "");
    return Array.from(shadowRoot.querySelectorAll("li"), (each) =>
        [each.querySelector(".title"), each.querySelector(".vote .unseen")].map(text));
"""


def test_what_others_wrote_is_text(widget: Widget, admin: Person) -> None:
    """In the list, on a page of its own, and among what is similar."""
    for number, written in enumerate(HOSTILE, 1):
        admin.post_idea(written, written)
        response = {"status": "planned", "response": written}
        admin.client.put(f"/v1/posts/{number}/status", json=response).raise_for_status()
    widget.open()
    widget.find("li")
    names = widget.run(NAMES)
    assert sorted(names) == sorted([written, f"Vote for “{written}”"] for written in HOSTILE)
    assert widget.all(MARKUP) == []
    for written in HOSTILE:
        widget.click("li .title", written)
        widget.find(".head h3")
        assert [each.text for each in widget.all("h3, .text")] == [written] * 3
        assert widget.all(MARKUP) == []
        widget.click("button", "All ideas")
    widget.click("[part=action]", "Post an idea")
    for written in HOSTILE:
        widget.find("#idea").clear()
        widget.write("#idea", written)
        widget.find(".notice .title", written)
        assert widget.all(MARKUP) == []
    assert widget.chrome.title == "A product"
    assert (complaints(widget.chrome), policy_violations(widget.chrome)) == ([], [])


@pytest.fixture
def unlisted(product: Product) -> Iterator[Product]:
    """The same page on an origin that CORS_ORIGINS lacks."""
    with serving_product("sub.localhost") as other:
        vars(other).update(vars(replace(product, url=other.url)))
        yield other


def test_an_origin_that_is_not_listed_gets_nothing(widget: Widget, admin: Person, unlisted: Product) -> None:
    """It is told why, once, in the console."""
    admin.post_idea("Dark mode")
    widget.product = unlisted
    widget.open()
    assert widget.find("[role=alert]").text == "This page may not use the board."
    widget.click("[part=action]", "Try again")
    widget.click("[part=action]", "Try again")
    widget.until(lambda: len(unlisted.asked) == 1)
    assert widget.all("li") == []
    told = [each for each in complaints(widget.chrome) if "heed-feedback:" in each]
    assert len(told) == 1
    assert f"CORS_ORIGINS of {unlisted.board} lacks {unlisted.url}" in told[0]


def test_a_page_in_a_frame_of_another_is_a_page_of_its_own(widget: Widget, unlisted: Product, admin: Person) -> None:
    """The board's own pages are in no frame; the widget is a part of the page that has it, with its user."""
    unlisted.policy = "default-src *"
    unlisted.tags = '<iframe src="{board}/" title="The board"></iframe>'
    widget.product = unlisted
    widget.load()
    assert any("frame-ancestors" in each for each in complaints(widget.chrome))


def test_a_private_board_shows_its_members_alone(widget: Widget, admin: Person) -> None:
    admin.post_idea("Dark mode")
    admin.client.patch("/v1/board", json={"private": True}).raise_for_status()
    user, widget.product.user = widget.product.user, None
    widget.open()
    assert widget.find("[role=alert]").text == "This board is private: sign in to read it."
    assert widget.all("li") == []
    widget.click("[part=close]")
    widget.product.user = user
    widget.click("[part=button]")
    widget.find("li", "Dark mode")
    assert widget.all("[role=alert]") == []


def test_a_page_without_users_leads_to_the_board(widget: Widget, admin: Person) -> None:
    """Nothing is sent there but the reader: no address of the page, and no hold on the new window."""
    admin.post_idea("Dark mode")
    widget.product.tags = widget.product.tags.replace(' token-url="/feedback-token"', "")
    widget.open()
    vote = widget.find("li a.vote", "1")
    assert vote.get_attribute("href") == f"{widget.product.board}/posts/1"
    assert (vote.get_attribute("target"), vote.get_attribute("rel")) == ("_blank", "noopener")
    assert widget.product.asked == []


def test_what_the_page_says_of_its_own_look_stays_outside(widget: Widget, admin: Person) -> None:
    admin.post_idea("Dark mode")
    widget.product.policy = POLICY.replace("default-src 'none'", "default-src 'none'; style-src 'unsafe-inline'")
    widget.product.before = (
        "<style>* { font-size: 4px !important; direction: rtl } html { font-size: 50% } button { display: none }"
        " heed-feedback::part(item) { background: rgb(1, 2, 3) } heed-feedback { --heed-radius: 3px }</style>"
    )
    widget.open()
    colour = "return getComputedStyle(arguments[0])[arguments[1]]"
    assert widget.run(colour, widget.find("li .title"), "fontSize") != "4px"
    assert widget.run(colour, widget.find("li"), "backgroundColor") == "rgb(1, 2, 3)"
    assert widget.run(colour, widget.find("dialog"), "borderRadius") == "3px"
    assert widget.run(colour, widget.find("dialog"), "direction") == "ltr"
