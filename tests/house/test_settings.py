"""A setting that is not written down does not exist."""

import re
from dataclasses import fields

from scheduler.settings import Settings
from tests.house.tree import ROOT


def test_the_readme_lists_every_setting_and_no_other():
    rows = re.findall(r"^\| `([A-Z_]+)`", (ROOT / "README.md").read_text(encoding="utf-8"), flags=re.MULTILINE)

    assert sorted(rows) == sorted(field.metadata["env"] for field in fields(Settings))
