"""A product with the widget in its page, the board on another site, and a Chromium that blocks third-party cookies."""

from collections.abc import Iterator

import pytest
from selenium.webdriver import Chrome

from infra.dev.browser import View, command, look
from tests.support.browser import chromium, complaints, leave
from tests.support.gateway import Handler
from tests.support.people import Person
from tests.support.product import ISSUER, SECRET, Product, serving_product, signing_script, somebody
from tests.support.server import served
from tests.support.widget import EVENTS, LISTEN, Widget

NO_COOKIES_OF_OTHERS = {"profile.block_third_party_cookies": True, "profile.cookie_controls_mode": 1}


@pytest.fixture(scope="session")
def shared_chrome(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chrome]:
    with chromium(tmp_path_factory.mktemp("profile"), NO_COOKIES_OF_OTHERS) as chrome:
        command(chrome, "Page.addScriptToEvaluateOnNewDocument", source=LISTEN, worldName=EVENTS)
        yield chrome


@pytest.fixture
def chrome(shared_chrome: Chrome, shared_product: Product, handler: Handler) -> Iterator[Chrome]:
    """It knows nobody, shows nothing, and looks as it did for the first test. Afterwards, the `handler`'s board is
    emptied."""
    command(shared_chrome, "Storage.clearCookies")
    command(shared_chrome, "Network.clearBrowserCache")
    look(shared_chrome, View(height=900))
    complaints(shared_chrome)
    yield shared_chrome
    leave(shared_chrome, shared_product.board)


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
