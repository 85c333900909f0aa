"""The law as data: loaded once, never edited, and made stricter at most by a unit's own rules."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from scheduler import rulebook
from scheduler.core.clock import StoppedClock
from scheduler.core.errors import Conflict, InvalidInput, NotAllowed, NotFound
from scheduler.core.facts import Activity
from scheduler.core.periods import PeriodKind
from scheduler.core.roles import OPERATOR, Actor, Role
from scheduler.core.rules import Answer, Confidence, CountUnit
from scheduler.db.journal import JournalEntry
from scheduler.db.law import RuleRow
from scheduler.db.units import Unit
from scheduler.db.work import Works
from scheduler.ledger import open_ledger, verdicts
from scheduler.rule_terms import Terms, rule_from
from tests.factories import a_commune, make_unit
from tests.usecases.acting import go_to

LAW = Actor("law", Role.LEGAL_ADMIN)
SINCE = date(2027, 1, 1)
STRICTER = Terms(
    Activity.RECEPTION, "periodic", "chu_tich_ubnd", "xa", 3, PeriodKind.MONTH, "Quy chế 05-QC/ĐU", source="Văn phòng"
)


def enacted(works: Works) -> tuple[Unit, Actor]:
    unit, *_ = a_commune(works)
    with works.writing(OPERATOR) as uow:
        rulebook.load_law(uow)
    return unit, Actor("a", Role.UNIT_ADMIN, unit.id)


def test_the_shipped_law_is_loaded_once_with_unconfirmed_rows_off(works: Works) -> None:
    with works.writing(OPERATOR) as uow:
        loaded = rulebook.load_law(uow)
    with works.writing(OPERATOR) as uow:
        again = rulebook.load_law(uow)
        listed = {entry.id: entry.rule for entry in rulebook.list_of(uow)}
        events = uow.session.execute(select(JournalEntry.kind)).scalars().all()

    assert len(loaded.added) == len(listed) == 36
    assert again == rulebook.Loaded((), ())
    assert events == ["LawLoaded"]
    assert listed["R-G-COMM-02"].enabled
    assert all(rule.judgeable for rule in listed.values() if rule.enabled)
    off = [rule for rule in listed.values() if not rule.enabled]
    assert off
    assert all(rule.off_because for rule in off)


def test_a_stored_rule_is_never_overwritten_and_a_differing_line_is_told(works: Works) -> None:
    with works.writing(OPERATOR) as uow:
        rulebook.load_law(uow)
        row = uow.session.get_one(RuleRow, "R-G-COMM-02")
        row.row = row.row | {"min_count": "9"}
    with works.writing(OPERATOR) as uow:
        assert rulebook.load_law(uow).differing == ("R-G-COMM-02",)
        assert uow.session.get_one(RuleRow, "R-G-COMM-02").row["min_count"] == "9"


def test_t29_a_local_rule_may_raise_a_minimum(works: Works) -> None:
    unit, admin = enacted(works)
    with works.writing(admin) as uow:
        added = rulebook.add_local_rule(uow, unit.id, STRICTER, SINCE)

    assert (added.rule.confidence, added.rule.enabled, added.row.unit_id) == (Confidence.LOCAL, True, unit.id)
    with works.reading(admin) as uow:
        assert added.id in [entry.id for entry in rulebook.list_of(uow)]
        assert rulebook.get(uow, added.id).rule == added.rule


@pytest.mark.parametrize(
    ("period", "most"),
    [(PeriodKind.WEEK, 5), (PeriodKind.MONTH, 20), (PeriodKind.QUARTER, 64), (PeriodKind.YEAR, 260)],
)
def test_a_minimum_that_no_calendar_has_room_for_is_refused(period: PeriodKind, most: int) -> None:
    terms = Terms(Activity.RECEPTION, "periodic", "chu_tich_ubnd", "xa", most + 1, period, "Quy chế")
    with pytest.raises(InvalidInput) as refused:
        rule_from("x", terms, SINCE, None)
    assert [(f.where, f.values["high"]) for f in refused.value.faults] == [("minimum", most)]
    assert rule_from("x", replace(terms, minimum=most), SINCE, None).minimum == most
    assert rule_from("x", replace(terms, unit=CountUnit.SESSION), SINCE, None).minimum == most + 1


def test_t29_a_local_rule_never_lowers_a_minimum(works: Works) -> None:
    unit, admin = enacted(works)
    looser = [
        (replace(STRICTER, minimum=1), ("minimum", "looser-minimum")),
        (replace(STRICTER, period=PeriodKind.YEAR, minimum=36), ("period", "looser-period")),
        (replace(STRICTER, unit=CountUnit.SESSION), ("unit", "looser-unit")),
        (replace(STRICTER, counts_delegated=Answer.YES), ("counts_delegated", "looser-counts-delegated")),
        (replace(STRICTER, counts_adhoc=Answer.YES), ("counts_adhoc", "looser-counts-adhoc")),
    ]
    for terms, fault in looser:
        with pytest.raises(InvalidInput) as refused, works.writing(admin) as uow:
            rulebook.add_local_rule(uow, unit.id, terms, SINCE)
        assert [(f.where, f.code) for f in refused.value.faults] == [fault]
        assert "legal_basis" in refused.value.faults[0].values
    with works.reading(admin) as uow:
        assert {entry.row.unit_id for entry in rulebook.list_of(uow)} == {None}


def test_t2_a_monthly_local_rule_is_looser_while_the_national_one_was_weekly(works: Works, clock: StoppedClock) -> None:
    unit, admin = enacted(works)
    go_to(clock, datetime(2026, 6, 3, 1, tzinfo=UTC))
    with pytest.raises(InvalidInput) as refused, works.writing(admin) as uow:
        rulebook.add_local_rule(uow, unit.id, STRICTER, date(2026, 6, 1))
    assert [(f.code, f.values["rule_id"]) for f in refused.value.faults] == [("looser-period", "R-G-COMM-01")]


def test_both_the_national_and_the_local_rule_are_judged(works: Works) -> None:
    unit, _, chair, _ = a_commune(works)
    with works.writing(OPERATOR) as uow:
        rulebook.load_law(uow)
        local = rulebook.add_local_rule(uow, unit.id, STRICTER, SINCE)
        found = verdicts(open_ledger(uow, [chair.id], date(2027, 1, 1), date(2027, 1, 31)))
    minimums = {v.rule.id: v.required for v in found if v.rule.activity is Activity.RECEPTION}
    assert minimums == {"R-G-COMM-02": 2, local.id: 3}


def test_every_fault_of_a_rule_is_told_at_once(works: Works) -> None:
    unit, admin = enacted(works)
    bad = Terms(Activity.RECEPTION, "adhoc", "vua", "tinh", 0, PeriodKind.MONTH, " ", valid_to=date(2026, 1, 1))
    with pytest.raises(InvalidInput) as refused, works.writing(admin) as uow:
        rulebook.add_local_rule(uow, unit.id, bad, SINCE)
    assert [f.where for f in refused.value.faults] == [
        "legal_basis",
        "valid_to",
        "sub_type",
        "office",
        "level",
        "minimum",
    ]


def test_a_rule_is_ended_and_succeeded_never_edited(works: Works) -> None:
    unit, admin = enacted(works)
    with works.writing(admin) as uow:
        old = rulebook.add_local_rule(uow, unit.id, STRICTER, date(2026, 11, 1))
    born = dict(old.row.row)
    with works.writing(admin) as uow:
        ended, heir = rulebook.succeed_rule(uow, old.id, SINCE, replace(STRICTER, minimum=4))

    assert ended.row.row == born
    assert (ended.rule.span.last, ended.row.succeeded_by) == (date(2026, 12, 31), heir.id)
    assert (heir.rule.span.first, heir.rule.minimum, heir.rule.obligation) == (SINCE, 4, old.id)
    with works.writing(admin) as uow:
        with pytest.raises(Conflict):
            rulebook.end_rule(uow, old.id, date(2026, 12, 30))
        with pytest.raises(InvalidInput) as refused:
            rulebook.succeed_rule(uow, heir.id, date(2028, 1, 1), replace(STRICTER, minimum=1))
        assert refused.value.faults[0].code == "looser-minimum"


def test_a_local_rule_cannot_be_ended_backwards(works: Works, clock: StoppedClock) -> None:
    unit, admin = enacted(works)
    now = clock.now()
    go_to(clock, datetime(2026, 7, 2, 1, tzinfo=UTC))
    with works.writing(admin) as uow:
        rule = rulebook.add_local_rule(uow, unit.id, STRICTER, date(2026, 7, 1))
    go_to(clock, now)
    with works.writing(admin) as uow:
        with pytest.raises(InvalidInput) as refused:
            rulebook.end_rule(uow, rule.id, date(2026, 9, 30))
        assert [f.code for f in refused.value.faults] == ["ends-within-period"]
        with pytest.raises(InvalidInput) as refused:
            rulebook.end_rule(uow, rule.id, date(2025, 9, 30))
        assert [f.code for f in refused.value.faults] == ["rule-not-in-force", "ends-within-period"]
        with pytest.raises(InvalidInput) as refused:
            rulebook.end_rule(uow, rule.id, date(2026, 11, 22))
        assert [f.code for f in refused.value.faults] == ["ends-within-period"]
        assert rulebook.end_rule(uow, rule.id, date(2026, 11, 30)).rule.span.last == date(2026, 11, 30)


def test_the_country_s_law_is_ended_and_succeeded_by_the_country_only(works: Works) -> None:
    unit, admin = enacted(works)
    heir = replace(STRICTER, legal_basis="Luật mới Đ15")
    for actor in (admin, Actor("l", Role.LEGAL_ADMIN, unit.id), Actor("u", Role.UNIT_ADMIN)):
        with works.writing(actor) as uow:
            for attempt in (
                lambda: rulebook.end_rule(uow, "R-G-COMM-02", date(2026, 12, 31)),
                lambda: rulebook.succeed_rule(uow, "R-G-COMM-02", SINCE, heir, heir_id="R-G-COMM-03"),
                lambda: rulebook.add_national_rule(uow, "R-X", STRICTER, SINCE, Confidence.PRIMARY),
                lambda: rulebook.load_law(uow),
            ):
                with pytest.raises(NotAllowed):
                    attempt()
    with works.writing(LAW) as uow:
        with pytest.raises(InvalidInput) as refused:
            rulebook.succeed_rule(uow, "R-G-COMM-02", SINCE, heir, heir_id="R-P-COMM-01")
        assert [f.code for f in refused.value.faults] == ["duplicate-rule"]
        old, new = rulebook.succeed_rule(
            uow, "R-G-COMM-02", SINCE, heir, heir_id="R-G-COMM-03", confidence=Confidence.PRIMARY
        )
        assert (old.rule.span.last, new.rule.confidence, new.row.unit_id) == (
            date(2026, 12, 31),
            Confidence.PRIMARY,
            None,
        )
        with pytest.raises(InvalidInput):
            rulebook.add_national_rule(uow, "R-X", STRICTER, SINCE, Confidence.MEMORY)
        assert rulebook.add_national_rule(uow, "R-X", STRICTER, SINCE, Confidence.PRIMARY).rule.enabled


def test_a_local_rule_of_another_unit_does_not_exist_but_that_of_the_province_binds(works: Works) -> None:
    unit, admin = enacted(works)
    with works.writing(OPERATOR) as uow:
        other = make_unit(uow, "Xã Khánh Khê", parent_id=unit.parent_id)
        province = rulebook.add_local_rule(uow, unit.parent_id, STRICTER, SINCE)
        own = rulebook.add_local_rule(uow, unit.id, STRICTER, SINCE)
    with works.writing(Actor("o", Role.UNIT_ADMIN, other.id)) as uow:
        local = [entry.id for entry in rulebook.list_of(uow) if entry.row.unit_id]
        assert local == [province.id]
        for attempt in (rulebook.get, lambda uow, i: rulebook.end_rule(uow, i, SINCE)):
            with pytest.raises(NotFound):
                attempt(uow, own.id)
        with pytest.raises(NotFound):
            rulebook.add_local_rule(uow, unit.id, STRICTER, SINCE)
    with works.writing(admin) as uow:
        assert rulebook.get(uow, province.id).id == province.id
        with pytest.raises(NotFound):
            rulebook.end_rule(uow, province.id, SINCE)
