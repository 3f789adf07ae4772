"""Every page, in every state, is the HTML that the standard asks for."""

import httpx
import pytest

from tests.support import html_validate
from tests.support.demo_board import STATES, DemoBoard


@pytest.fixture(scope="module")
def answers(demo: DemoBoard) -> dict[str, httpx.Response]:
    return {str(state): demo.fetch(state) for state in STATES}


def test_every_state_is_the_one_that_is_meant(answers: dict[str, httpx.Response]) -> None:
    assert {name: answer.status_code for name, answer in answers.items()} == {str(each): each.status for each in STATES}


def test_markup(answers: dict[str, httpx.Response]) -> None:
    found = html_validate.faults({name: answer.text for name, answer in answers.items()})
    assert not found, "\n".join(found)
