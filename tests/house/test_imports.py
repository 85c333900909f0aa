"""The arrows only point down, and the contracts that say so can be broken."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.tree import DOORS, FLOORS, ROOT

LINT = (sys.executable, "-c", "from importlinter.cli import lint_imports_command as c; c(['--no-cache', '--no-logo'])")


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(LINT, cwd=folder, capture_output=True, text=True, check=False)


def test_every_contract_is_kept():
    outcome = lint(ROOT)

    assert outcome.returncode == 0, outcome.stdout + outcome.stderr


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the floors whose contracts may be broken."""
    for name in FLOORS:
        if (ROOT / name).exists():
            shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__", "static"))
    for name in ("pyproject.toml", *(f"{door}.py" for door in DOORS)):
        if (ROOT / name).exists():
            shutil.copy(ROOT / name, tmp_path / name)
    return tmp_path


@pytest.mark.parametrize(
    ("file", "line", "told"),
    [
        ("scheduler/core/ids.py", "import sqlalchemy", "The core imports the standard library only BROKEN"),
        ("scheduler/core/ids.py", "import scheduler.settings", "db > settings > core BROKEN"),
        ("scheduler/settings.py", "import flask", "The scheduler knows no web BROKEN"),
        ("scheduler/settings.py", "import smtplib", "Nothing of ours speaks SMTP by hand BROKEN"),
        ("scheduler/a_new_use_case.py", "", "The following modules are not listed as layers"),
        ("api/problems.py", "import web", "console > web > api, notifications > migrations > scheduler BROKEN"),
        ("api/doors.py", "import sqlalchemy", "The doors speak to no database BROKEN"),
        ("web/logs.py", "import sqlalchemy.orm", "The doors speak to no database BROKEN"),
        ("web/pages/public.py", "import api.routes.units", "A page knows no route of the API BROKEN"),
        ("scheduler/plans.py", "import scheduler.meetings", "use cases > ical > wording > db > settings > core BROKEN"),
        ("web/pages/agency.py", "import authlib.jose", "One file knows the library of the extra sso BROKEN"),
        ("notifications/letters.py", "import smtplib", "Nothing of ours speaks SMTP by hand BROKEN"),
        ("notifications/letters.py", "import yagmail", "One file hands letters to the mail server BROKEN"),
        ("notifications/letters.py", "import web", "notifications > migrations > scheduler BROKEN"),
        ("notifications/letters.py", "import flask", "Letters know no pages BROKEN"),
        ("console/desk.py", "import console.planning", "No circles among siblings BROKEN"),
    ],
)
def test_a_line_against_the_contracts_is_noticed(copy: Path, file: str, line: str, told: str):
    with (copy / file).open("a") as out:
        out.write(f"\n{line}\n")

    outcome = lint(copy)

    assert outcome.returncode != 0
    assert told in outcome.stdout
