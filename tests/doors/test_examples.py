"""The examples of README.md and docs/api.md run as they stand against the demonstration, and end as they promise.

One server for both: they are written for a demonstration that was just loaded, and disturb each other no more than two
readers would.
"""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from cli import main
from console.desk import Desk
from scheduler.demo import loading
from scheduler.demo_data import demo as whole_demo
from scheduler.settings import Settings
from tests.doors.serving import free_port, serving
from tests.house.tree import ROOT

README, API = ROOT / "README.md", ROOT / "docs" / "api.md"
_BLOCK = re.compile(r"^```(?:ba)?sh\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_WRITTEN = "127.0.0.1:8000"
_NEXT = "=== next block ==="


def blocks(page: Path) -> list[str]:
    """Return what a page wants typed into a shell, in its order."""
    return _BLOCK.findall(page.read_text(encoding="utf-8"))


def starts_the_service(block: str) -> bool:
    return "make run" in block


def _sign_in_unit_only(communes):
    """The demonstration of the unit that the examples speak of; the other communes play no part in them."""
    whole = whole_demo(communes)
    return replace(whole, units=tuple(u for u in whole.units if u.code in {whole.province, whole.sign_in_unit}))


def _load(data: Path, port: int) -> None:
    desk = Desk(Settings(data=data, port=port))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(loading, "demo", _sign_in_unit_only)
        for command in ("init", "demo"):
            done = CliRunner().invoke(main, [command], obj=desk)
            assert done.exit_code == 0, done.output + done.stderr
    desk.works.engine.dispose()


def _typed(page: Path, folder: Path, port: int) -> list[str]:
    """Type a page's blocks into one shell, in a folder like the project's; return what each printed."""
    wanted = [block for block in blocks(page) if not starts_the_service(block)]
    script = f"\necho '{_NEXT}'\n".join(wanted).replace(_WRITTEN, f"127.0.0.1:{port}")
    told = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    told |= {"TIEPDAN_DATA": str(folder / "var"), "PORT": str(port)}
    shell = ["/bin/bash", "-euo", "pipefail", "-c", script]
    done = subprocess.run(shell, cwd=folder, env=told, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return [part.strip() for part in done.stdout.split(_NEXT)]


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[Path, list[str]]]:
    """What each block of both pages printed."""
    folder, port = tmp_path_factory.mktemp("project"), free_port()
    (folder / ".venv").symlink_to(sys.prefix)
    (folder / "cli.py").symlink_to(ROOT / "cli.py")
    _load(folder / "var", port)
    with serving(folder, folder / "var", port):
        yield {page: _typed(page, folder, port) for page in (README, API)}


def test_only_the_block_that_starts_the_service_is_left_out():
    assert [starts_the_service(block) for block in blocks(README)] == [True] + [False] * (len(blocks(README)) - 1)
    assert not any(starts_the_service(block) for block in blocks(API))
    assert all(_WRITTEN in "".join(blocks(page)) for page in (README, API))


def test_the_story_of_the_readme_ends_as_it_says(printed):
    _, planned, refused, cured, heard = printed[README]

    *reasons, kept = planned.splitlines()
    assert kept == f"{len(reasons)} drafts"
    assert len(reasons) > 2
    assert refused.startswith("True ")
    state, day = cured.split()
    assert state == "moved"
    entry, *verdicts = heard.splitlines()
    assert day.replace("-", "") in entry
    assert {rule for line in verdicts for rule in re.findall(r"[RD]-\w+-\w+-\d+", line)} >= {"R-P-COMM-01"}
    assert "('R-P-COMM-01', 'on_track')" in verdicts


def test_the_examples_of_the_api_end_as_they_say(printed):
    keys, pages, plan, drafts, pattern, *after = printed[API]
    approved, published, history, away, objection, verdicts, calendar, board, journal = after

    assert '"code": "06316"' in keys
    assert pages.startswith("link: <")
    assert 'rel="next"' in pages
    assert (json.loads(plan)["proved"], json.loads(plan)["gap"]) == (True, 0)
    assert re.fullmatch(r"([-\d]{10} draft [-\w]{36}\n?){3,}", drafts)
    assert re.fullmatch(r"thứ Sáu .*(\n[-\d]{10} .+){2}", pattern)
    assert approved.splitlines() == [line[: line.index(" draft")] + " approved" for line in drafts.splitlines()]
    assert published.count('"refused": false') == 2
    assert f'"published": {len(drafts.splitlines())}' in published
    assert [line.split()[0] for line in history.splitlines() if line[0] != " "] == ["Niêm", "Duyệt"]
    assert re.match(r"\d+ meetings\n", away)
    assert "R-G-COMM-02: on_track -> breached" in away
    assert '"refused": true' in objection
    assert '"status": 409' in objection
    assert re.fullmatch(r"[-\d]{10} moved", objection.splitlines()[-1])
    assert objection.splitlines()[-1].removesuffix(" moved") in objection.partition('"cures"')[2].partition("]")[0]
    assert "R-P-COMM-01" in verdicts
    known, _, closed = calendar.splitlines()
    assert (known, closed) == ("304", "410")
    assert '"total"' in board
    assert len(re.findall(r"^\d+ \S+ \w+$", journal, flags=re.MULTILINE)) == 3
    assert re.search(r'"seal": "[0-9a-f]{64}"', journal)
