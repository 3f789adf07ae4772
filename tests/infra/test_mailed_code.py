"""`make demo` finds the code of a person in the mail that `make run` caught, and never an older one or another's."""

from pathlib import Path

import pytest

from app.mail.message import build_message
from app.mail.rendering import Rendered
from infra.dev.demo.mailed_code import mailed_code


def keep(folder: Path, at: int, to: str, text: str) -> None:
    content = Rendered(text, text, f"<p>{text}</p>")
    message = build_message(sender="heed@example.com", to=to, content=content, identity={})
    (folder / f"{at}.eml").write_bytes(message)


def test_the_newest_of_the_address(tmp_path: Path) -> None:
    keep(tmp_path, 1, "ada@example.com", "Your code: 111111")
    keep(tmp_path, 5, "ada@example.com", "Your code: 222222")
    keep(tmp_path, 6, "ada@example.com", "Your code: 333333")
    keep(tmp_path, 7, "bob@example.com", "Your code: 444444")
    keep(tmp_path, 8, "ada@example.com", "Somebody commented.")
    assert mailed_code("ada@example.com", since=5, folder=tmp_path) == "333333"
    with pytest.raises(SystemExit, match=r"no code for bob@example\.com"):
        mailed_code("bob@example.com", since=8, folder=tmp_path, patience=0.2)
