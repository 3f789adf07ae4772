"""html-validate over any number of documents, in one process of Node."""

import json
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path

from infra.tools import environment
from tests.support.missing import skipped_where_missing

CONFIG = {
    "root": True,
    "extends": ["html-validate:recommended", "html-validate:document"],
    "rules": {
        "long-title": "off",  # A post's title may be longer than a search engine shows of it.
        "no-trailing-whitespace": "off",  # Nothing that a reader gets to see.
        # Matters of style; what is left out has the default that the standard gives it.
        "doctype-style": "off",
        "no-implicit-button-type": "off",
        "no-implicit-input-type": "off",
        "require-sri": ["error", {"target": "crossorigin"}],
    },
}


def faults(documents: Mapping[str, str]) -> list[str]:
    """One line for each: the document's name, the place, the rule, and what is wrong."""
    with skipped_where_missing():
        program = environment.prepare_node() / ".bin" / "html-validate"
    with tempfile.TemporaryDirectory() as folder:
        names = {}
        for number, (name, document) in enumerate(documents.items()):
            path = Path(folder) / f"{number}.html"
            path.write_text(document)
            names[str(path)] = name
        config = Path(folder) / ".htmlvalidate.json"
        config.write_text(json.dumps(CONFIG))
        report = Path(folder) / "report.json"  # Of what it writes to a pipe, a part is lost when it ends.
        command = [str(program), "--formatter", f"json={report}", "--config", str(config), *names]
        finished = subprocess.run(command, cwd=folder, check=False, capture_output=True, text=True)
        assert finished.returncode in (0, 1), finished.stderr
        files = json.loads(report.read_text())
    return [
        f"{names[file['filePath']]}:{fault['line']}:{fault['column']}: {fault['ruleId']}: {fault['message']}"
        for file in files
        for fault in file["messages"]
    ]
