"""What whoever signs tokens has: a check that says in one line what is wrong, and examples, run where their languages
are."""

import io
import json
import os
import re
import runpy
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import Engine

from app.settings.config import ROOT, load_settings
from app.sso.__main__ import LOCAL, main, verdict
from app.sso.errors import LINES
from tests.sso.test_public_keys import BY_KEYS, RSA, publish
from tests.support.boards import BASE_URL
from tests.support.sso import HS256, ISSUER, OTHER_SECRET, SECRET, SSO, claims, sign

COMMAND = ROOT / "app" / "sso" / "__main__.py"
DOCUMENTATION = ROOT / "app" / "sso" / "README.md"


def now() -> int:
    return int(time.time())


# For each fault, of which the line begins so, a token that has it.
FAULTS: dict[str, Callable[[], str]] = {
    "too-long": lambda: "a" * 9_000,
    "parts": lambda: "token",
    "base64": lambda: sign(claims()) + "=",
    "header-json": lambda: sign(claims(), b"HS256"),
    "header-field": lambda: sign(claims(), HS256 | {"jku": "https://evil.example.com"}),
    "header-typ": lambda: sign(claims(), HS256 | {"typ": "at+jwt"}),
    "header-kid": lambda: sign(claims(), HS256 | {"kid": 7}),
    "alg": lambda: sign(claims(), HS256 | {"alg": "HS512"}),
    "signature": lambda: sign(claims(), secret=OTHER_SECRET),
    "claims-json": lambda: sign(b"claims"),
    "missing": lambda: sign({}),
    "wrong": lambda: sign(claims(exp=str(now()))),
    "iss": lambda: sign(claims(iss="https://other.example.com")),
    "aud": lambda: sign(claims(aud="https://other.example.com")),
    "expired": lambda: sign(claims(iat=now() - 300, exp=now() - 100)),
    "early": lambda: sign(claims(iat=now() + 300)),
    "lives-long": lambda: sign(claims(exp=now() + 3_600)),
}
OF_PUBLIC_KEYS = ("signature-public", "kid")
ONLY_THE_BOARD_TELLS = ("used", "unverified", "address-taken", "staff", "disabled", "no-admin")


def begins(fault: str) -> str:
    """A pattern of its line."""
    return re.sub(r"\\{\w+\\}", ".+", re.escape(LINES[fault]))


@pytest.mark.parametrize("fault", FAULTS)
def test_each_fault_has_its_line(fault: str) -> None:
    line, is_right = verdict(load_settings(**SSO), FAULTS[fault](), board=BASE_URL)
    assert not is_right
    assert "\n" not in line
    assert [each for each in LINES if re.fullmatch(begins(each), line)] == [fault]


def test_there_is_no_other_fault() -> None:
    assert set(LINES) == {"off", "no-address", *FAULTS, *OF_PUBLIC_KEYS, *ONLY_THE_BOARD_TELLS}


def test_public_keys(superuser: Engine, handler: object, database_url: str) -> None:
    settings = load_settings(**SSO | BY_KEYS, database_url=database_url)
    line, _ = verdict(settings, RSA.sign(claims()), board=BASE_URL)
    assert line == "The keys at SSO_JWKS_URL are not known to the board yet. Try again."
    publish(superuser, RSA.jwk())
    assert verdict(settings, RSA.sign(claims()), board=BASE_URL)[1]
    assert verdict(settings, RSA.sign(claims(), kid="another"), board=BASE_URL)[0] == LINES["kid"]
    assert verdict(settings, RSA.sign(claims())[:-4] + "AAAA", board=BASE_URL)[0] == LINES["signature-public"]


def test_a_right_one(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("SSO_ISSUER", ISSUER)
    monkeypatch.setenv("SSO_SECRET", SECRET)
    assert main(["check", sign(claims(aud=LOCAL))]) == 0
    assert re.fullmatch(rf"The token is right for {LOCAL}: good once, for (300|299) s more.\n", capsys.readouterr().out)
    assert main(["check", sign(claims(email_verified=False)), "--board", BASE_URL]) == 0
    assert "makes no new account" in capsys.readouterr().out
    assert main(["check", sign(claims())]) == 1
    assert f"exactly {LOCAL}" in capsys.readouterr().out
    monkeypatch.delenv("SSO_ISSUER")
    monkeypatch.delenv("SSO_SECRET")
    assert main(["check", sign(claims())]) == 1
    assert capsys.readouterr().out.strip() == LINES["off"]


def test_the_command(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def run(*arguments: str) -> object:
        monkeypatch.setattr(sys, "argv", [str(COMMAND), *arguments])
        with pytest.raises(SystemExit) as ended:
            runpy.run_path(str(COMMAND), run_name="__main__")
        return ended.value.code

    monkeypatch.setattr(sys, "stdin", io.StringIO("a.b.c\n"))
    assert (run("check", "-"), capsys.readouterr().out) == (1, f"{LINES['off']}\n")
    assert run() == 2
    assert "the following arguments are required: command" in capsys.readouterr().err
    runpy.run_path(str(COMMAND))  # As something that is imported, it does nothing.


EXAMPLES = {
    "python": ("token.py", [sys.executable]),
    "javascript": ("token.mjs", ["node"]),
    "php": ("token.php", ["php"]),
    "ruby": ("token.rb", ["ruby"]),
    "go": ("token.go", ["go", "run"]),
}


def example(language: str) -> str:
    """As the page has it."""
    [found] = re.findall(rf"^```{language}\n(.*?)^```$", DOCUMENTATION.read_text(encoding="utf-8"), re.S | re.M)
    return str(found)


@pytest.mark.parametrize("language", EXAMPLES)
def test_examples(language: str, tmp_path: Path) -> None:
    """As an integrator runs them: what they print is right for the board, whatever script the name is in."""
    name, (program, *arguments) = EXAMPLES[language]
    if not shutil.which(program):
        pytest.skip(f"{program} is not installed, which runs the example in {language}")
    (tmp_path / name).write_text(example(language), encoding="utf-8")
    environment = {**os.environ, "SSO_ISSUER": ISSUER, "SSO_SECRET": SECRET, "BOARD": BASE_URL}
    environment |= {"GOCACHE": str(tmp_path), "GOFLAGS": "-mod=mod", "GOTOOLCHAIN": "local", "PYTHONUTF8": "1"}
    user = ["user-7", "grace@example.com", 'Grace "Höpper" 日本']
    command = [program, *arguments, str(tmp_path / name), *user]
    made = subprocess.run(command, env=environment, capture_output=True, text=True, encoding="utf-8", check=True)
    checked = [sys.executable, "-m", "app.sso", "check", "--board", BASE_URL, "-"]
    line = subprocess.run(
        checked, env=environment, input=made.stdout, capture_output=True, text=True, cwd=ROOT, check=True
    )
    assert line.stdout.startswith("The token is right for https://board.example.com"), line.stdout


@pytest.mark.parametrize("language", EXAMPLES)
def test_examples_are_short(language: str) -> None:
    assert 5 < len(example(language).splitlines()) <= 15


def test_the_claims_of_the_documentation() -> None:
    text = DOCUMENTATION.read_text(encoding="utf-8")
    assert {name for name in json.loads(json.dumps(claims())) if f"`{name}`" not in text} == set()
