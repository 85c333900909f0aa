"""Whatever the service writes into its journal is told in words: no name of a column, no code."""

import ast
import re
from pathlib import Path

from scheduler.wording.journal import _UNTOLD, told
from scheduler.wording.journal_values import LABELS, WORDS
from scheduler.wording.meeting_events import SENTENCES as OF_MEETINGS

ROOT = Path(__file__).parents[2] / "scheduler"


def recorded() -> set[tuple[str, str]]:
    """The kinds of entries with the names of the values that are written beside them."""
    calls = (
        call
        for path in ROOT.rglob("*.py")
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.func.attr == "record"
    )
    return {
        (call.args[0].value, word.arg)
        for call in calls
        if call.args and isinstance(call.args[0], ast.Constant)
        for word in call.keywords
        if word.arg
    }


def test_every_value_of_the_journal_has_a_name() -> None:
    found = recorded()
    assert len(found) > 40
    assert sorted(one for one in found if one[0] not in OF_MEETINGS and one[1] not in {*LABELS, *_UNTOLD}) == []


def test_an_absence_and_a_sign_in_are_told_without_codes() -> None:
    names = {"p-1": "Nguyễn Văn Một", "u-1": "Xã Tân Đoàn"}
    away = told("AbsenceAdded", {"of": {"person_id": "p-1", "part": "morning"}, "first_on": "2026-12-08"}, names)
    assert [(one.what, one.now) for one in away.changes] == [
        ("Của", "Người: Nguyễn Văn Một; Phần trong ngày: buổi sáng"),
        ("Từ ngày", "08/12/2026"),
    ]
    came = told("SignedIn", {"account": "x", "device": "phone", "known": False}, names)
    assert [(one.what, one.now) for one in came.changes][1:] == [
        ("Thiết bị", "điện thoại"),
        ("Thiết bị đã biết", "không"),
    ]
    made = told("FeedLinkIssued", {"scope": "unit", "target": "u-1", "name": "Màn hình sảnh"}, names)
    assert [one.now for one in made.changes] == ["cả đơn vị", "Xã Tân Đoàn", "Màn hình sảnh"]


def test_no_word_of_a_code_is_a_code() -> None:
    assert [word for words in WORDS.values() for word in words.values() if re.fullmatch(r"[a-z_]+", word)] == []
