"""The tables are imported one by one, so each brings along those that it refers to."""

import subprocess
import sys

import pytest

from app.models import MODULES

ALONE = """
from sqlalchemy.orm import configure_mappers
import app.models.{module}
from app.models.base import Base
configure_mappers()
for table in Base.metadata.tables.values():
    for key in table.foreign_keys:
        key.column
"""


@pytest.mark.parametrize("module", sorted(MODULES.values()))
def test_a_table_is_whole_alone(module: str) -> None:
    ran = subprocess.run(
        [sys.executable, "-c", ALONE.format(module=module)], check=False, capture_output=True, text=True
    )
    assert ran.returncode == 0, ran.stderr


def test_the_base_comes_with_all() -> None:
    program = "from app.models import Base; print(len(Base.metadata.tables))"
    ran = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True)
    assert int(ran.stdout) == len(MODULES)
