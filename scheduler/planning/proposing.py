"""From a scene to a proposal: plan, loosen the spacing where a minimum needs it, and say what stays unmet."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from scheduler.core.compliance.values import Status, Verdict
from scheduler.core.facts import Activity, Chair, MeetingFact, State
from scheduler.core.planner.problem import Plan, Problem
from scheduler.core.planner.solve import plan as solve
from scheduler.core.planner.ways_out import ways_out
from scheduler.db.meeting_facts import fact_of
from scheduler.db.meetings import Meeting
from scheduler.ledger import verdicts
from scheduler.planning.duties import Posed, duty_name, pose
from scheduler.planning.left_out import left_out
from scheduler.planning.making import Room, from_pattern, hours_on, posting_of
from scheduler.planning.offers import Offer
from scheduler.planning.scene import Scene
from scheduler.planning.values import Move, Proposal, Proposed, Unmet, key_of
from scheduler.wording.origins import PLANNER


def propose(scene: Scene, unit_ids: Sequence[str], movable: tuple[Meeting, ...] = ()) -> Proposal:
    """Return the best dates for a scene; the same scene gives the same proposal."""
    posed = pose(scene, movable)
    problem, found = posed.problem, solve(posed.problem)
    short = {s.duty_id for s in found.unmet}
    if short:
        problem = posed.loosened(short)
        found = solve(problem)
    proposed = tuple(sorted(_proposed(scene, posed, found), key=lambda p: (p.day, p.office_ids, p.key)))
    wanted = _as_if_approved(scene, proposed)
    # A proposal is judged as if it were posted at once: which of its dates are late already, each says itself.
    after = verdicts(scene.ledger.with_meetings(wanted).sparing(fact.id for fact in wanted))
    unmet = tuple(_unmet(scene, problem, found, after))
    return Proposal(
        unit_ids=tuple(unit_ids),
        first=scene.first,
        last=scene.last,
        proposed=proposed,
        skipped=left_out(scene, posed, proposed),
        unmet=unmet,
        before=scene.before,
        after=after,
        proof=found.proof,
        moves=tuple(_moves(posed, found, movable)),
    )


def _proposed(scene: Scene, posed: Posed, found: Plan) -> Iterable[Proposed]:
    for duty_id, chosen in found.chosen.items():
        rule = posed.verdicts[duty_id][0].rule if duty_id in posed.verdicts else None
        for option in chosen:
            offer = posed.offers.get(option.id)
            if rule is None or offer is None or option.pinned:
                continue
            yield _from_offer(scene, offer, rule.activity, rule.sub_type)
    for joint in posed.joints:
        yield from_pattern(scene, joint.standing, joint.kept, joint.day, Room(joint.hours, joint.place_id))


def _from_offer(scene: Scene, offer: Offer, activity: Activity, sub_type: str) -> Proposed:
    if offer.pattern is not None and offer.kept is not None:
        return from_pattern(scene, offer.pattern, offer.kept, offer.day, Room(offer.hours, offer.place_id))
    return Proposed(
        key=key_of(offer.day, offer.office_id, sub_type, offer.place_id),
        unit_id=scene.offices[offer.office_id].unit_id,
        day=offer.day,
        office_ids=(offer.office_id,),
        activity=activity,
        sub_type=sub_type,
        hours=hours_on(offer.day, Room(offer.hours, offer.place_id)),
        origin={"from": PLANNER},
        pattern_id=None,
        posting=posting_of(scene, offer.office_id, activity, sub_type, offer.day),
    )


def _as_if_approved(scene: Scene, proposed: Iterable[Proposed]) -> list[MeetingFact]:
    drafts = [replace(fact_of(m), state=State.APPROVED) for m in scene.meetings if m.state is State.DRAFT]
    wanted = [
        MeetingFact(p.key, p.activity, p.sub_type, State.APPROVED, (p.day,), tuple(Chair(o) for o in p.office_ids))
        for p in proposed
    ]
    return drafts + wanted


def _unmet(scene: Scene, problem: Problem, found: Plan, after: Iterable[Verdict]) -> Iterable[Unmet]:
    for verdict in after:
        planned_for = verdict.obligation.last <= scene.last and verdict.status is not Status.NOT_APPLICABLE
        if not planned_for or verdict.missing == 0:
            continue
        name = duty_name(verdict)
        needs = [s.need for s in found.unmet if s.duty_id == name and s.need.first == verdict.obligation.first]
        ways = [way for need in needs for way in ways_out(problem, found, name, need)]
        yield Unmet(verdict, tuple(ways))


def _moves(posed: Posed, found: Plan, movable: Iterable[Meeting]) -> Iterable[Move]:
    """Return where movable meetings should go: those whose date was not chosen, onto the new dates of their office."""
    for meeting in movable:
        for chair in meeting.chairs:
            chosen = [
                option
                for duty_id, picks in found.chosen.items()
                if duty_id.startswith(f"{chair.office_id}/")
                for option in picks
                if not option.pinned and option.id in posed.offers
            ]
            if meeting.held_on is None or any(option.day == meeting.held_on for option in chosen):
                continue
            free = [option.day for option in chosen if not option.published]
            if free:
                nearest = min(free, key=lambda day: (abs((day - (meeting.held_on or day)).days), day))
                yield Move(meeting.id, chair.office_id, meeting.held_on, nearest)
