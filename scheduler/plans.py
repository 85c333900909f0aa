"""Plans: propose dates that obey the law with a reason for each, keep them as drafts, rearrange when facts change."""

from collections.abc import Collection, Sequence
from datetime import date

from scheduler.arrangement import Seat, arrangement_of, put
from scheduler.completeness import check
from scheduler.core.errors import Fault, NotFound
from scheduler.core.lifecycle import OPEN, Birth, born
from scheduler.core.roles import Action
from scheduler.db.meetings import Meeting, Plan, list_meetings
from scheduler.db.places import Place
from scheduler.db.scope import reads, writes
from scheduler.db.units import Unit
from scheduler.db.work import UnitOfWork
from scheduler.ical.settle import settle_many
from scheduler.planning.proposing import propose as propose_scene
from scheduler.planning.scene import load
from scheduler.planning.values import Proposal, Proposed, day_and_place
from scheduler.registering import refuse_if, span_faults

USUAL_CONTENT = "Tiếp nhận khiếu nại, tố cáo, kiến nghị, phản ánh thuộc thẩm quyền."


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

    Raises: NotFound, NotAllowed, InvalidInput (a key that is not proposed any more, a place that was closed since; an
        arrangement that nobody could draft either).
    Law: as propose.
    """
    unit = writes(uow, unit_id, Action.BOOK)
    proposal = propose(uow, [unit_id], first, last)
    known = {p.key: p for p in proposal.proposed}
    refuse_if(_gone_faults(uow, unit, set(accept or ()) - known.keys()))
    wanted = [p for key, p in known.items() if accept is None or key in accept]
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


def get_plan(uow: UnitOfWork, plan_id: str) -> Plan:
    """Return a kept plan within the actor's reach. Raises: NotFound, NotAllowed."""
    plan = uow.session.get(Plan, plan_id)
    if plan is None:
        raise NotFound(kind="plan", id=plan_id)
    reads(uow, plan.unit_id)
    return plan


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
