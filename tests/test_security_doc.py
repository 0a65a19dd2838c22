"""Behind each claim of docs/security.md stands a test: they are there."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def test_each_test_that_the_page_names_exists() -> None:
    named = set(re.findall(r"`(tests/[\w/.]*)`", (ROOT / "docs" / "security.md").read_text()))
    assert len(named) > 20
    assert [name for name in sorted(named) if not (ROOT / name).exists()] == []
