"""What the documents point at exists: links, paths, modules, targets of make, commands, jobs and routes."""

import csv
import re
import tomllib
from functools import cache
from pathlib import Path

import click
import pytest

from cli import main
from scheduler.upkeep import JOBS
from tests.house.tree import ROOT, place

PAGES = sorted([*(ROOT / "docs").rglob("*.md"), *(ROOT / name for name in ("README.md", "CONTRIBUTING.md"))])
HOUSE = ROOT / "docs" / "house.md"
API = ROOT / "docs" / "api.md"
_FENCE = re.compile(r"^ *```.*?^ *```", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"\]\(([^)\s]+)\)")
_HEADING = re.compile(r"^#+ +(.+)$", re.MULTILINE)
_PATH = re.compile(
    r"`((?:scheduler|api|web|console|migrations|tests|tools|bench|docs)/[\w./-]*|\w+\.py|pyproject\.toml)`"
)
_ID = re.compile(r"<[^>]+>|\$\w+|\$\([^)]*\)|\$\{\w+\}")

each_page = pytest.mark.parametrize("page", PAGES, ids=place)


@cache
def read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def prose(page: Path) -> str:
    return _FENCE.sub("", read(page))


def anchors(page: Path) -> set[str]:
    """Return the anchors of a page's headings, as the usual renderers make them."""
    heads = [re.sub(r"[^\w\- ]", "", head.lower()) for head in _HEADING.findall(prose(page))]
    return {head.strip().replace(" ", "-") for head in heads}


def broken(page: Path) -> list[str]:
    found = []
    for target in _LINK.findall(prose(page)):
        if re.match(r"[a-z]+:", target):
            continue
        path, _, anchor = target.partition("#")
        there = (page.parent / path).resolve() if path else page
        if not there.exists() or (anchor and anchor not in anchors(there)):
            found.append(target)
    return found


@each_page
def test_every_link_leads_somewhere(page: Path):
    assert broken(page) == []


def test_a_broken_link_is_noticed(tmp_path: Path):
    page = tmp_path / "page.md"
    page.write_text("# Roles\n\n[a](#roles) [b](gone.md) [c](#gone) [d](https://example.vn/x) [e](page.md#roles)\n")

    assert broken(page) == ["gone.md", "#gone"]


@each_page
def test_every_path_exists(page: Path):
    paths = _PATH.findall(prose(page))

    assert [path for path in paths if not (ROOT / path).exists()] == []


def test_the_house_names_every_module_of_the_scheduler_with_its_floor():
    contracts = tomllib.loads(read(ROOT / "pyproject.toml"))["tool"]["importlinter"]["contracts"]
    layers = next(contract["layers"] for contract in contracts if contract["id"] == "scheduler")
    _, _, section = read(HOUSE).partition("\n## What each floor knows\n")
    rows = re.findall(r"^\| (`.+?) \|", section.partition("\n## ")[0], flags=re.MULTILINE)

    assert [re.findall(r"`(\w+)`", row) for row in rows] == [re.findall(r"\w+", layer) for layer in layers]


def test_the_house_lists_every_job_and_no_other():
    _, _, section = read(HOUSE).partition("\n## Jobs\n")
    rows = re.findall(r"^\| `([\w-]+)` \|.*\| (.+) \|$", section.partition("\n## ")[0], flags=re.MULTILINE)

    assert [name for name, _ in rows] == [job.name for job in JOBS]
    assert all(twice.strip() for _, twice in rows)


@each_page
def test_every_target_of_make_exists(page: Path):
    targets = set(re.findall(r"^([a-z-]+):", read(ROOT / "Makefile"), flags=re.MULTILINE))
    said = re.findall(r"^ *(?:[A-Z_]+=\S+ )*make ([a-z-]+)", "\n".join(code_of(read(page))), flags=re.MULTILINE)

    assert set(said) - targets == set()


def unknown_commands(text: str) -> list[str]:
    """Return what stands after ``cli.py`` in code and is no command, or no option of the command."""
    found = []
    for said in re.findall(r"cli\.py ((?:--?)?[a-z][\w-]*[^`\n|;]*)", text):
        command: click.Command = main
        for word in said.split():
            if word.startswith("--"):
                known = {option for param in command.params for option in param.opts} | {"--help"}
                found += [said] if word.split("=")[0] not in known else []
            elif isinstance(command, click.Group):
                step = command.commands.get(word)
                if step is None:
                    found.append(said)
                    break
                command = step
    return found


@each_page
def test_every_command_exists(page: Path):
    assert unknown_commands("\n".join(code_of(read(page)))) == []


def code_of(text: str) -> list[str]:
    return [*_FENCE.findall(text), *re.findall(r"`([^`\n]+)`", _FENCE.sub("", text))]


def test_a_command_that_does_not_exist_is_noticed():
    right = "cli.py plan --month 2026-12\ncli.py keys issue --role leader\n"
    wrong = "cli.py gone\ncli.py verify --gone\ncli.py keys gone"

    assert unknown_commands(right + wrong) == ["gone", "verify --gone", "keys gone"]


@cache
def routes() -> set[tuple[str, str]]:
    with (ROOT / "tests" / "api" / "routes.csv").open(newline="", encoding="utf-8") as rows:
        return {(row["method"], _ID.sub("<>", row["rule"])) for row in csv.DictReader(rows)}


def called(text: str) -> set[tuple[str, str]]:
    """Return method and rule of each call to the API: as ``METHOD /path`` in prose, or with "$API/…" in a shell."""
    shell = re.sub(r"\\\n *", " ", text)
    calls = []
    for before, path in re.findall(r"\b(?:ask|curl)\b([^\n]*?)\"\$API(/[^?\"\n]*)", shell):
        method = re.search(r"-X ([A-Z]+)", before)
        calls.append((method[1] if method else "GET", path))
    calls += re.findall(r"`(GET|POST|PUT|PATCH|DELETE) (/[^`\s]*)`", text)
    return {(method, _ID.sub("<>", path)) for method, path in calls}


@each_page
def test_every_call_to_the_api_has_a_route(page: Path):
    assert called(read(page)) - routes() == set()


def test_the_examples_of_the_api_are_read():
    assert {("POST", "/meetings/<>/moves"), ("GET", "/units/<>"), ("DELETE", "/feed-links/<>")} <= called(read(API))


def test_the_api_page_lists_every_preview():
    previews = {(method, rule) for method, rule in routes() if rule.endswith("/preview")}

    assert previews <= called(read(API))
