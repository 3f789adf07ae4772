"""The same page in Firefox: its user votes and posts by keyboard, and cookies of third parties are blocked."""

from pathlib import Path

from tests.support.firefox import firefox
from tests.support.people import Person
from tests.support.product import Product

TAB, ENTER, SPACE, ESCAPE = "\ue004", "\ue006", " ", "\ue00c"
ROOT = "document.querySelector('heed-feedback').shadowRoot"
# From before the page's first byte.
LISTEN = """() => {
    globalThis.heard = [];
    for (const name of ["opened", "closed", "voted", "posted"])
        document.addEventListener(`heed:${name}`, (event) => heard.push(event.type));
    document.addEventListener("securitypolicyviolation", (event) => heard.push(event.effectiveDirective));
}"""


def test_its_own_user_votes_and_posts(tmp_path: Path, product: Product, admin: Person) -> None:
    admin.post_idea("Dark mode")
    with firefox(tmp_path) as browser:
        browser.command("script.addPreloadScript", functionDeclaration=LISTEN)
        browser.get(product.url)
        browser.until(f"{ROOT}.querySelector('[part=button]').textContent === 'Feedback'")
        browser.press(TAB, ENTER)
        browser.until(f"{ROOT}.querySelector('li .vote')")
        browser.press(TAB * 4, SPACE)
        browser.until(f"{ROOT}.querySelector('li .vote[aria-pressed=true] .count').textContent === '2'")
        browser.until("heard.includes('heed:voted')")
        browser.run(f"{ROOT}.querySelector('.tools .strong').focus()")
        browser.press(ENTER)
        browser.until(f"{ROOT}.activeElement.id === 'idea'")
        browser.press("A calendar", TAB, "Please.", TAB, ENTER)
        browser.until(f"{ROOT}.querySelector('.view:not([hidden]) > .notice')?.textContent.startsWith('Thank you')")
        browser.press(ESCAPE)
        browser.until(f"{ROOT}.activeElement?.part.value === 'button'")
        assert browser.run("heard.join()") == "heed:opened,heed:voted,heed:posted,heed:closed"
        assert (
            browser.run(f"getComputedStyle({ROOT}.querySelector('[part=button]')).backgroundColor")
            != "rgba(0, 0, 0, 0)"
        )
        assert browser.run("document.cookie + localStorage.length + sessionStorage.length") == "00"
    posts = admin.client.get("/v1/posts").json()["items"]
    assert {(each["title"], each["votes_count"]) for each in posts} == {("Dark mode", 2), ("A calendar", 1)}
    assert len(product.asked) == 1
