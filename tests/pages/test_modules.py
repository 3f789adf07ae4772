"""Every page is known, with its module and its paths, and with who may see it."""

import re
import subprocess
import sys

import pytest

from app.http.late_router import FeatureRoute
from app.pages.application import PAGES
from app.settings.config import ROOT
from tests.support.boards import board
from tests.support.page_access import COLUMNS, PAGE_ACCESS, markdown
from tests.support.pages import page_app
from tests.support.routes import routes_of

# What a first page builds and imports, as one process tells it after one match.
FIRST_PAGE = """
import sys
from app.main import create_app
from app.settings.config import load_settings

app = create_app(load_settings(database_url="postgresql://heed@127.0.0.1/heed"))
scope = {"type": "http", "method": "GET", "path": "/sign-in/code", "root_path": "", "headers": []}
asked = next(each for each in app.router.routes if each.matches(scope)[0].name == "FULL")
matched = next(each for each in asked.app.router.routes if each.matches(scope)[0].name == "FULL")
print(matched.module)
print(*(name for name in sys.modules if name.startswith("app.") and ".routes" in name))
print(*(late.route.name for late in matched.late if "route" in vars(late)))
"""


def test_a_first_page_imports_one_module_and_analyses_one_route() -> None:
    ran = subprocess.run([sys.executable, "-c", FIRST_PAGE], check=True, capture_output=True, text=True)
    module = "app.pages.routes.sign_in"
    assert ran.stdout.splitlines() == [module, f"app.pages.routes {module}", "show_sign_in_again"]


def test_no_page_is_missing() -> None:
    assert routes_of(page_app()) == set(PAGE_ACCESS)


def test_a_new_page_would_be() -> None:
    pages = page_app()
    pages.add_api_route("/hidden", lambda: None, methods=["POST"])
    assert routes_of(pages) - set(PAGE_ACCESS) == {"POST /hidden"}


def test_no_module_is_missing() -> None:
    """One that PAGES didn't name would never be imported."""
    folder = ROOT / "app/pages/routes"
    files = [each for each in folder.rglob("*.py") if "= PageRouter(" in each.read_text()]
    assert {".".join(each.relative_to(folder).with_suffix("").parts) for each in files} == set(PAGES)


def test_each_page_is_asked_in_its_module() -> None:
    """Where its paths had it not, nothing would lead to it; and one that an earlier module has is that one's."""
    features = page_app().router.routes
    for feature in features:
        assert isinstance(feature, FeatureRoute)
        assert feature.late
        for late in feature.late:
            for value in ("1", "a b", "%2e"):
                path = re.sub(r"\{\w+(:path)?\}", value, late.route.path)
                scope = {
                    "type": "http",
                    "method": next(iter(late.methods)),
                    "path": path,
                    "root_path": "",
                    "headers": [],
                }
                found = next(each for each in features if each.matches(scope)[0].name == "FULL")
                assert found.matches(scope)[1]["route"] is late.route, path


@pytest.mark.adversary
@pytest.mark.usefixtures("handler")
def test_a_slash_more_leads_to_no_other_address() -> None:
    """A redirect would name the host of the request, which anybody may have written."""
    with board() as client:
        for path in ("/posts/1/", "/sign-in/", "/admin/"):
            answer = client.get(path, headers={"Host": "evil.example"})
            assert (answer.status_code, answer.headers.get("Location")) == (404, None)


def test_the_documentation_is_this_table() -> None:
    assert markdown() in (ROOT / "SECURITY.md").read_text(), "renew it from: python -m tests.support.page_access"
    assert all(len(access) == len(COLUMNS) for access in PAGE_ACCESS.values())
