"""A product with the widget in its page, the board on another site, and a Chromium that blocks third-party cookies."""

from collections.abc import Iterator

import pytest
from selenium.webdriver import Chrome

from infra.dev.browser import View, command, look
from tests.support.browser import leave
from tests.support.gateway import Handler
from tests.support.people import Person
from tests.support.product import ISSUER, SECRET, Product, serving_product, signing_script, somebody
from tests.support.server import served
from tests.support.widget import EVENTS, LISTEN, Widget


@pytest.fixture(scope="session")
def listening_chrome(shared_chrome: Chrome) -> Chrome:
    command(shared_chrome, "Page.addScriptToEvaluateOnNewDocument", source=LISTEN, worldName=EVENTS)
    return shared_chrome


@pytest.fixture
def chrome(chrome: Chrome, listening_chrome: Chrome, shared_product: Product, handler: Handler) -> Iterator[Chrome]:
    """As new, without anything kept of the widget. Afterwards, the `handler`'s board is emptied."""
    command(chrome, "Network.clearBrowserCache")
    look(chrome, View(height=900))
    yield chrome
    leave(chrome, shared_product.board)


@pytest.fixture(scope="session")
def shared_product(database_url: str) -> Iterator[Product]:
    with serving_product() as product:
        settings = {"cors_origins": product.url, "sso_issuer": ISSUER, "sso_secret": SECRET}
        with served(database_url=database_url, **settings) as product.board:
            signing_script(product.board)  # Before a test makes the board private, whose page it is.
            yield product


@pytest.fixture
def product(shared_product: Product, admin: Person) -> Product:
    """Somebody is signed in to it. On the board there is its admin alone."""
    fresh = Product(shared_product.url, shared_product.board, user=somebody())
    vars(shared_product).update(vars(fresh))
    return shared_product


@pytest.fixture
def widget(chrome: Chrome, product: Product) -> Widget:
    return Widget(chrome, product)
