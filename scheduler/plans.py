"""Plans: propose dates that obey the law with a reason for each, keep them as drafts, rearrange when facts change."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from scheduler.arrangement import Seat, arrangement_of, put
from scheduler.completeness import check
from scheduler.core.errors import Conflict, Fault, NotFound
from scheduler.core.facts import State
from scheduler.core.lifecycle import OPEN, Birth, born, step
from scheduler.core.lifecycle import Action as Step
from scheduler.core.roles import Action
from scheduler.db.meetings import Meeting, Plan, list_meetings
from scheduler.db.offices import Person, list_offices
from scheduler.db.places import Place, list_places
from scheduler.db.scope import reads, writes
from scheduler.db.units import Unit
from scheduler.db.work import UnitOfWork
from scheduler.ical.settle import settle_many
from scheduler.planning.proposing import propose as propose_scene
from scheduler.planning.scene import load
from scheduler.planning.values import Proposal, Proposed, day_and_place
from scheduler.registering import refuse_if, span_faults, touch

USUAL_CONTENT = "Tiếp nhận khiếu nại, tố cáo, kiến nghị, phản ánh thuộc thẩm quyền."
_AS_KEPT = 1
"""The version of a draft that nobody touched since it was kept."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A plan of which every meeting is still the draft it was kept as: it can be undone."""

    plan: Plan
    meetings: tuple[Meeting, ...]


@dataclass(frozen=True, slots=True)
class Outlook:
    """A proposal beside what was kept of earlier ones.

    ``drafts``: the unit's drafts of the span, by date. ``undoable``: its plans touching the span, the newest first.
    ``offices``: their titles by id. ``names``: those, and the names of the unit's places and people, by id.
    """

    unit: Unit
    proposal: Proposal
    drafts: tuple[Meeting, ...]
    undoable: tuple[Kept, ...]
    offices: Mapping[str, str]
    names: Mapping[str, str]


def propose(uow: UnitOfWork, unit_ids: Sequence[str], first: date, last: date) -> Proposal:
    """Propose the meetings that some units still need in the closed span first..last; writes nothing.

    What stands stays; only what is missing is added, from the patterns first. The span is at most 400 days. Units
    that share a person must be asked together. The same question gives the same proposal.

    Raises: NotFound, NotAllowed, InvalidInput.
    Law: every enabled rule whose period ends within the span.
    """
    refuse_if(span_faults("last", first, last))
    for unit_id in unit_ids:
        reads(uow, unit_id)
    return propose_scene(load(uow, unit_ids, first, last), unit_ids)


def keep(
    uow: UnitOfWork, unit_id: str, first: date, last: date, accept: Collection[str] | None = None
) -> tuple[Plan, list[Meeting]]:
    """Propose again and keep the proposed meetings as drafts: all, or those whose keys are in ``accept``.

    ``accept`` may name dates that were left out, too, once nothing stands in their way.

    Raises: NotFound, NotAllowed, InvalidInput (a key that is not proposed any more, a place that was closed since; an
        arrangement that nobody could draft either).
    Law: as propose.
    """
    unit = writes(uow, unit_id, Action.BOOK)
    proposal = propose(uow, [unit_id], first, last)
    known = {p.key: p for p in proposal.proposed}
    again = {s.again.key: s.again for s in proposal.skipped if s.again is not None and accept and s.again.key in accept}
    refuse_if(_gone_faults(uow, unit, set(accept or ()) - known.keys() - again.keys()))
    wanted = [p for key, p in known.items() if accept is None or key in accept] + list(again.values())
    plan = Plan(id=uow.new_id(), unit_id=unit.id, first_on=first, last_on=last, made_at=uow.now, made_by=uow.actor.id)
    uow.session.add(plan)
    uow.session.flush()
    drafts = [_draft(uow, plan, p) for p in wanted]
    for draft in drafts:
        check(uow.session, unit, arrangement_of(draft), uow.now)
    uow.session.add_all(drafts)
    uow.session.flush()
    uow.record("PlanDrafted", plan.id, unit.id, first=str(first), last=str(last), meetings=[m.id for m in drafts])
    settle_many(uow, drafts)
    return plan, drafts


def rearrange(uow: UnitOfWork, unit_id: str, first: date, last: date) -> Proposal:
    """Propose anew for a unit when facts changed: standing meetings may move, as few published ones as possible.

    Held and pinned meetings stay. ``moves`` of the answer says which should go where; nothing is written.

    Raises: NotFound, NotAllowed, InvalidInput.
    Law: as propose.
    """
    refuse_if(span_faults("last", first, last))
    unit = reads(uow, unit_id)
    movable = tuple(
        m
        for m in list_meetings(uow.session, [unit.id], first, last)
        if m.state in OPEN and not m.pinned and len(m.chairs) == 1 and m.held_on is not None and m.held_on > uow.today
    )
    scene = load(uow, [unit_id], first, last, {m.id for m in movable})
    return propose_scene(scene, [unit_id], movable)


def outlook(uow: UnitOfWork, unit_id: str, first: date, last: date) -> Outlook:
    """Propose for a unit, and show which drafts of the span stand and which plans can be undone; writes nothing.

    Raises: NotFound, NotAllowed, InvalidInput.
    Law: as propose.
    """
    proposal, unit = propose(uow, [unit_id], first, last), reads(uow, unit_id)
    offices = {office.id: office.title for office in list_offices(uow.session, [unit.id])}
    people = uow.session.execute(select(Person.id, Person.name).where(Person.unit_id == unit.id))
    places = {place.id: place.name for place in list_places(uow.session, [unit.id])}
    return Outlook(
        unit,
        proposal,
        tuple(m for m in list_meetings(uow.session, [unit.id], first, last) if m.state is State.DRAFT),
        _undoable(uow, unit, first, last),
        offices,
        {**places, **{person.id: person.name for person in people}, **offices},
    )


def undo(uow: UnitOfWork, plan_id: str) -> list[Meeting]:
    """Drop exactly the drafts that a plan was kept as, while nobody has touched any of them; by id.

    Raises: NotFound, NotAllowed, Conflict when a meeting of the plan was changed, approved or dropped since.
    """
    plan = get_plan(uow, plan_id)
    writes(uow, plan.unit_id, Action.BOOK)
    drafts = _of_plans(uow, [plan]).get(plan.id, [])
    touched = [m for m in drafts if not _is_as_kept(m)]
    if touched or not drafts:
        raise Conflict("plan-in-use", touched=len(touched), all=len(drafts))
    for draft in drafts:
        touch(uow, draft, None)
        draft.state = step(draft.state, Step.CANCEL)
    uow.session.flush()
    uow.record("PlanUndone", plan.id, plan.unit_id, meetings=[m.id for m in drafts])
    settle_many(uow, drafts)
    return drafts


def get_plan(uow: UnitOfWork, plan_id: str) -> Plan:
    """Return a kept plan within the actor's reach. Raises: NotFound, NotAllowed."""
    plan = uow.session.get(Plan, plan_id)
    if plan is None:
        raise NotFound(kind="plan", id=plan_id)
    reads(uow, plan.unit_id)
    return plan


def _undoable(uow: UnitOfWork, unit: Unit, first: date, last: date) -> tuple[Kept, ...]:
    rows = select(Plan).where(Plan.unit_id == unit.id, Plan.first_on <= last, Plan.last_on >= first)
    found = list(uow.session.execute(rows.order_by(Plan.made_at.desc(), Plan.id.desc())).scalars())
    kept = _of_plans(uow, found)
    return tuple(Kept(p, tuple(kept[p.id])) for p in found if p.id in kept and all(map(_is_as_kept, kept[p.id])))


def _of_plans(uow: UnitOfWork, plans: Sequence[Plan]) -> dict[str, list[Meeting]]:
    units, ids = {plan.unit_id for plan in plans}, [plan.id for plan in plans]
    rows = select(Meeting).where(Meeting.unit_id.in_(units), Meeting.plan_id.in_(ids)).order_by(Meeting.id)
    found: dict[str, list[Meeting]] = {}
    for meeting in uow.session.execute(rows).scalars():
        found.setdefault(str(meeting.plan_id), []).append(meeting)
    return found


def _is_as_kept(meeting: Meeting) -> bool:
    return meeting.state is State.DRAFT and meeting.version == _AS_KEPT


def _gone_faults(uow: UnitOfWork, unit: Unit, keys: Collection[str]) -> list[Fault]:
    """Return what is told of keys that are not proposed any more: the places closed since, and the other keys."""
    closed: dict[str, Place] = {}
    for key in keys:
        day, place_id = day_and_place(key)
        place = uow.session.get(Place, place_id)
        if place is not None and place.unit_id == unit.id and place.closed_on and day >= str(place.closed_on):
            closed[key] = place
    told = sorted({(place.name, place.closed_on) for place in closed.values()})
    faults = [Fault("accept", "place-closed", {"place": name, "closed_on": on}) for name, on in told]
    others = sorted(set(keys) - closed.keys())
    return faults + ([Fault("accept", "no-longer-proposed", {"keys": others})] if others else [])


def _draft(uow: UnitOfWork, plan: Plan, proposed: Proposed) -> Meeting:
    meeting = Meeting(
        id=uow.new_id(),
        unit_id=proposed.unit_id,
        plan_id=plan.id,
        pattern_id=proposed.pattern_id,
        activity=proposed.activity,
        sub_type=proposed.sub_type,
        state=born(Birth.DRAFTED),
        origin=dict(proposed.origin),
        created_at=uow.now,
        changed_at=uow.now,
        subject=USUAL_CONTENT if proposed.sub_type == "periodic" else "",
    )
    put(meeting, proposed.hours, [Seat(office_id) for office_id in proposed.office_ids])
    return meeting
