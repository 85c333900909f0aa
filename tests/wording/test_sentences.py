"""Every code that can be raised has a sentence, and the sentences behave."""

import ast
import re
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path

import pytest

from scheduler.core.compliance.objections import Severity
from scheduler.core.compliance.values import Reason, Status, WhyNot
from scheduler.core.conflicts import Clash
from scheduler.core.deadlines import DeadlineUnit, PostingCode
from scheduler.core.errors import DomainError, Fault, NotFound, WrongState
from scheduler.core.facts import Activity, State
from scheduler.core.lifecycle import Action
from scheduler.core.patterns.policy import OffDayPolicy, ReasonCode
from scheduler.core.patterns.shapes import ShortMonth
from scheduler.core.workdays import DayKind, OffCode
from scheduler.wording import faults, findings, meeting_faults, meetings, posting, reasons, refusals, verdicts

ROOT = Path(__file__).parents[2]
RAISERS = {kind.__name__ for kind in DomainError.__subclasses__()} | {
    sub.__name__ for kind in DomainError.__subclasses__() for sub in kind.__subclasses__()
}


def _every(kind: type[DomainError]) -> Iterator[type[DomainError]]:
    yield kind
    for below in kind.__subclasses__():
        yield from _every(below)


def _codes_in(path: Path) -> Iterator[tuple[str, int]]:
    """Codes named in Fault(where, code), InvalidInput.at(where, code) and refusals with a detail."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        owner = getattr(getattr(node.func, "value", None), "id", "")
        place = 1 if name == "Fault" or (name == "at" and owner == "InvalidInput") else None
        if name in RAISERS and name not in {"InvalidInput", "Objection"}:
            place = 0
        if name == "refuse":
            place = 1
        if place is None or len(node.args) <= place:
            continue
        code = node.args[place]
        if isinstance(code, ast.Constant) and isinstance(code.value, str):
            yield code.value, node.lineno
        elif isinstance(code, ast.JoinedStr) and isinstance(code.values[0], ast.Constant):
            yield f"{code.values[0].value}*", node.lineno


def _sources() -> list[Path]:
    folders = [ROOT / name for name in ("scheduler", "notifications", "api", "web", "migrations", "console")]
    return [*(path for folder in folders for path in sorted(folder.rglob("*.py"))), *ROOT.glob("*.py")]


def test_every_code_named_in_the_source_has_a_sentence() -> None:
    sentences = refusals.SENTENCES.keys()
    missing = [
        f"{path.relative_to(ROOT)}:{line} {code}"
        for path in _sources()
        for code, line in _codes_in(path)
        if not (any(s.startswith(code[:-1]) for s in sentences) if code.endswith("*") else code in sentences)
    ]
    assert not missing, "\n".join(missing)


def test_the_search_for_codes_finds_them(tmp_path: Path) -> None:
    source = tmp_path / "some.py"
    source.write_text('InvalidInput.at("a", "code-one")\nFault("b", f"code_{x}")\nraise Conflict("code-two", a=1)\n')
    assert [code for code, _ in _codes_in(source)] == ["code-one", "code_*", "code-two"]


@pytest.mark.parametrize("kind", list(_every(DomainError)), ids=lambda kind: kind.__name__)
def test_every_kind_of_refusal_has_a_sentence(kind: type[DomainError]) -> None:
    assert refusals.known(kind.code)


@pytest.mark.parametrize(
    ("kind", "table"),
    [
        (ReasonCode, reasons._SENTENCES),
        (OffDayPolicy, reasons.POLICIES),
        (ShortMonth, reasons.SHORT_MONTHS),
        (DayKind, reasons.DAY_KINDS),
        (OffCode, reasons._OFF),
        (Status, verdicts.STATUS),
        (Reason, verdicts.REASONS),
        (WhyNot, verdicts.WHY_NOT),
        (Clash, findings._CLASHES),
        (Severity, findings.SEVERITIES),
        (State, meetings._STATES),
        (Action, refusals._ACTIONS),
        (DeadlineUnit, posting._UNITS),
    ],
    ids=lambda value: value.__name__ if isinstance(value, type) else "",
)
def test_every_code_of_the_engines_has_words(kind: type[StrEnum], table: dict[str, object]) -> None:
    assert set(kind) <= set(table)


def test_every_shipped_kind_of_meeting_has_a_title() -> None:
    lines = (ROOT / "scheduler/data/rules.csv").read_text(encoding="utf-8").splitlines()[1:]
    for line in lines:
        _, activity, sub_type, *_ = line.split(",")
        assert sub_type in meetings.TITLES[Activity(activity)]


def test_every_damage_of_the_journal_has_a_sentence() -> None:
    source = (ROOT / "scheduler/db/journal.py").read_text(encoding="utf-8")
    found = set(re.findall(r'Damage\([^,]+, "([^"]+)"\)', source))
    assert found
    assert found <= refusals.DAMAGE.keys()


def test_sentences_never_shout_nor_address_people_as_friends() -> None:
    for text in [*refusals.SENTENCES.values(), *faults.EXACT_FAULTS.values(), *refusals.DAMAGE.values()]:
        assert text.endswith(".")
        assert "!" not in text
        assert not re.search(r"\bbạn\b", text, re.IGNORECASE)


def test_a_missing_value_leaves_a_gap_and_an_unknown_code_is_named() -> None:
    assert refusals.sentence("looser-minimum", {"national": 2}) == (
        "Quy định riêng không được thấp hơn mức chung là 2 (…)."
    )
    assert refusals.sentence("never-heard") == "Yêu cầu không được chấp nhận (mã never-heard)."


def test_values_are_shown_as_people_read_them() -> None:
    refused = WrongState(state="held", action="move")
    assert refusals.error_sentence(refused) == "Buổi đang ở trạng thái “đã tiếp” nên không thể lùi lịch."
    fault = Fault("shape/kind", "unknown-value", {"allowed": ("weekly", "rotation")})
    assert refusals.fault_sentence(fault) == "Giá trị này không có trong danh sách cho phép: weekly, rotation."


def test_a_value_with_braces_or_markup_is_only_text() -> None:
    assert "{0.__class__}<b>" in refusals.sentence("setting-unreadable", {"given": "{0.__class__}<b>"})


def test_an_unknown_detail_falls_back_to_the_kind_of_refusal() -> None:
    assert refusals.error_sentence(NotFound("no-such-detail")) == refusals.REFUSALS["not-found"]


def test_posting_codes_each_say_something() -> None:
    assert {code.value for code in PostingCode} == {"not_required", "on_time", "late", "due_in", "overdue"}


def test_no_code_has_two_sentences() -> None:
    codes = [*faults.FAULTS, *meeting_faults.MEETING_FAULTS, *refusals.REFUSALS]
    assert sorted(code for code in set(codes) if codes.count(code) > 1) == []


def test_every_code_is_spelled_in_one_dialect() -> None:
    named = {code for path in _sources() for code, _ in _codes_in(path)} | refusals.SENTENCES.keys()
    assert sorted(code for code in named if not re.fullmatch(r"[a-z]+(-[a-z0-9]+)*", code)) == []


def test_no_two_codes_say_the_same() -> None:
    said = list(refusals.SENTENCES.values())
    assert sorted(text for text in set(said) if said.count(text) > 1) == []


def test_every_sentence_has_a_caller() -> None:
    written = {
        node.value
        for path in _sources()
        if "wording" not in path.parts
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    assert sorted(refusals.SENTENCES.keys() - written) == []
