"""The refusal of what would break a minimum, and the written ground of somebody entitled who goes on all the same."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

from scheduler.core.compliance.objections import Severity
from scheduler.core.errors import InvalidInput, Objection
from scheduler.core.personal_numbers import holds_personal_number
from scheduler.core.roles import Action
from scheduler.db.law import Insistence
from scheduler.db.meetings import Meeting
from scheduler.db.work import UnitOfWork
from scheduler.ledger import open_ledger, verdicts
from scheduler.weighing import Consequences

SHORTEST_GROUND, LONGEST_GROUND = 20, 500
SHORTEST_PUBLIC_GROUND = 5


def enforce(
    uow: UnitOfWork, found: Consequences, insist: str | None
) -> tuple[Consequences, Mapping[str, Mapping[str, str]]]:
    """Let a lawful change pass; stop an unlawful one unless somebody entitled insists with a written ground.

    The ground is kept on the meetings that something stands against, and stays in the evidence of each verdict for
    ever. What stands against an office that presides at none of them becomes an event of the office.

    Returns: the consequences as those of a thing done, no longer refused; and by id, for each meeting that the ground
        now stands on, what an event of this act says of it.
    Raises: Objection, NotAllowed when the actor may not insist, InvalidInput when the ground is not 20 to 500
        characters long.
    """
    if not found.refused:
        return found, {}
    if insist is None:
        things = (*found.findings, *found.conflicts)
        raise Objection(things, found.cures, may_insist=uow.actor.may(Action.INSIST))
    uow.require(Action.INSIST)
    ground = checked_ground(insist, "insist")
    concerned = _concerned(found)
    for meeting in concerned:
        meeting.insisted_ground = f"{meeting.insisted_ground}\n{ground}".strip()
    _keep(uow, found, ground)
    return replace(found, insisted=True), {meeting.id: {"insisted": ground} for meeting in concerned}


def _concerned(found: Consequences) -> list[Meeting]:
    """Return the meetings that something stands against; the others of the same act were nobody's objection."""
    refusing = [f for f in found.findings if f.severity is Severity.REFUSE]
    named = {c.against for c in found.conflicts} | {f.meeting_id for f in refusing}
    short = {f.office_id for f in refusing if f.meeting_id is None}
    return [m for m in found.meetings if m.id in named or any(c.office_id in short for c in m.chairs)]


def _keep(uow: UnitOfWork, found: Consequences, ground: str) -> None:
    """Keep what was insisted on, for every minimum it hurts and every conflict it passes over."""
    rows = [
        (
            f.meeting_id or _first_of(found.meetings, f.office_id),
            f.office_id,
            f.rule_id,
            f.period.first if f.period else None,
            f.code.value,
        )
        for f in found.findings
        if f.severity is Severity.REFUSE
    ]
    rows += [(c.against, None, c.clash.value, c.day, "conflict") for c in found.conflicts]
    for meeting_id, office_id, rule_id, first_on, code in dict.fromkeys(rows):
        if meeting_id is None and office_id is not None:
            about = {"rule": rule_id, "first": str(first_on), "code": code, "insisted": ground}
            uow.record("ObjectionOverruled", office_id, found.meetings[0].unit_id, **about)
        _add(uow, (meeting_id, office_id, rule_id, first_on, code), ground)


def _add(uow: UnitOfWork, about: tuple[str | None, str | None, str, date | None, str], ground: str) -> None:
    """Add what was insisted on about a meeting, an office, a rule, a period's first day, by a code."""
    meeting_id, office_id, rule_id, first_on, code = about
    uow.session.add(
        Insistence(
            id=uow.new_id(),
            meeting_id=meeting_id,
            office_id=office_id,
            rule_id=rule_id,
            first_on=first_on,
            code=code,
            ground=ground,
            entered_at=uow.now,
            entered_by=uow.actor.id,
        )
    )


def _first_of(meetings: Iterable[Meeting], office_id: str | None) -> str | None:
    """Return the id of an office's earliest meeting, None when it presides at none of them."""
    own = [m for m in meetings if any(c.office_id == office_id for c in m.chairs)]
    return min(own, key=lambda m: (m.held_on or date.max, m.id)).id if own else None


def vouch(uow: UnitOfWork, meeting: Meeting, ground: str) -> None:
    """Keep the word of somebody entitled for a record that could not stand by itself, as evidence for ever.

    One row for every minimum that a day of the meeting now counts towards, and one for each day off it was held on.
    """
    uow.session.flush()
    days, offices = sorted(meeting.days()), sorted(c.office_id for c in meeting.chairs)
    ledger = open_ledger(uow, offices, days[0], days[-1])
    fed = [v for v in verdicts(ledger) if any(day.meeting_id == meeting.id for day in v.counted)]
    off = [day for day in days if ledger.calendar.why_off(day) is not None]
    meeting.insisted_ground = f"{meeting.insisted_ground}\n{ground}".strip()
    for verdict in fed:
        for code in ["vouched_record", *("vouched_day_off" for _ in off)]:
            _add(uow, (meeting.id, verdict.office_id, verdict.rule.id, verdict.period.first, code), ground)


def advised(found: Consequences) -> Consequences:
    """Return the consequences of something that is done all the same: told, and refused by nothing."""
    told = tuple(replace(finding, severity=Severity.WARN) for finding in found.findings)
    return replace(found, findings=told, conflicts=())


def checked_ground(ground: str, where: str = "ground", shortest: int = SHORTEST_GROUND) -> str:
    """Return a written ground, trimmed. Raises InvalidInput when it is too short or too long."""
    ground = ground.strip()
    if not shortest <= len(ground) <= LONGEST_GROUND:
        raise InvalidInput.at(where, "ground-length", shortest=shortest, longest=LONGEST_GROUND)
    return ground


def public_ground(ground: str) -> str:
    """Return a ground that is published word for word, trimmed: 5 to 500 characters.

    Raises: InvalidInput, also when it holds somebody's number.
    """
    checked = checked_ground(ground, shortest=SHORTEST_PUBLIC_GROUND)
    if holds_personal_number(checked):
        raise InvalidInput.at("ground", "personal-number")
    return checked
