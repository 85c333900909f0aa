"""Postings: how one is made, and the one clock that says how a publication stands against its deadline."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from scheduler.core.deadlines import MeetingKind, PostingStatus, posting_deadline, posting_status
from scheduler.core.errors import Fault
from scheduler.core.workdays import WorkCalendar
from scheduler.db.base import Mode
from scheduler.db.meetings import FormerDate, Meeting, Posting, Sitting
from scheduler.db.places import Place
from scheduler.db.work import UnitOfWork
from scheduler.shipped_law import deadline_rules

PORTAL = "portal"
"""Our own public page."""

CHANNELS = ("hq_board", "reception_place", "website", "media", "loudspeaker", "village_heads")
"""Where people post a notice themselves."""


def status_of(meeting: Meeting, level: str, calendar: WorkCalendar, today: date) -> PostingStatus:
    """Return how a meeting's publication for its present date stands on ``today``; the server's own time counts.

    ``level``: of the unit that arranges it. A meeting that waits for a date is judged as if it were held today.

    Law: the posting rows of deadlines.csv.
    """
    kind = MeetingKind(meeting.activity, meeting.sub_type, level)
    return status_for(kind, meeting.held_on or today, meeting.first_posted_on(), calendar, today)


def status_for(
    kind: MeetingKind, day: date, posted_on: date | None, calendar: WorkCalendar, today: date
) -> PostingStatus:
    """Return how the posting of such a meeting on ``day`` stands, posted first on ``posted_on`` (None: not yet)."""
    return posting_status(posting_deadline(deadline_rules(), kind, day, calendar), posted_on, today, calendar)


def posting_faults(meeting: Meeting) -> list[Fault]:
    """Return what the law wants posted of a public meeting and is not said: its content, and where it is held.

    Law: Luật 42/2013 Điều 24.
    """
    faults = [] if meeting.subject.strip() else [Fault("subject", "posting-needs-content")]
    return faults + place_faults(meeting)


def place_faults(meeting: Meeting) -> list[Fault]:
    """Return the fault of sittings that nobody would know where to find.

    Whoever meets in person needs a place, also where others join from afar; whoever meets online an address.

    Law: Luật 42/2013 Điều 24.
    """
    if meeting.mode is Mode.ONLINE and not meeting.online_url.strip():
        return [Fault("online_url", "posting-needs-address")]
    if meeting.mode is not Mode.ONLINE and not all(s.place_id or s.site.strip() for s in meeting.sittings):
        return [Fault("sittings", "posting-needs-place")]
    return []


def shut_faults(meeting: Meeting, closed: Mapping[str, Place]) -> list[Fault]:
    """Return the faults of sittings at a place that is closed by then; ``closed``: the closed places among theirs."""
    shut = [(n, s, closed[s.place_id]) for n, s in enumerate(meeting.sittings) if s.place_id and s.place_id in closed]
    return [
        Fault(f"sittings/{n}/place_id", "place-closed", {"place": place.name, "closed_on": place.closed_on})
        for n, sitting, place in shut
        if place.closed_on is not None and sitting.day >= place.closed_on
    ]


def leave(uow: UnitOfWork, meeting: Meeting, days: Iterable[date], ground: str, *, stays: bool = False) -> None:
    """Keep for ever what had been posted of some of a public meeting's dates before it goes elsewhere.

    ``stays``: the dates remain the meeting's own; only their hours, place or form are given up.
    """
    for day in sorted(days):
        _keep(uow, meeting, day, ground, {"stays": stays, "subject": meeting.subject})


def leave_content(uow: UnitOfWork, meeting: Meeting, subject: str) -> None:
    """Keep for ever what a public meeting had been said to be about; its posting is not counted anew (I)."""
    day = meeting.held_on or meeting.former_dates[-1].day
    _keep(uow, meeting, day, "", {"stays": True, "content_only": True, "subject": subject})


def _keep(uow: UnitOfWork, meeting: Meeting, day: date, ground: str, about: Mapping[str, object]) -> None:
    meeting.former_dates.append(
        FormerDate(
            id=uow.new_id(),
            number=len(meeting.former_dates) + 1,
            day=day,
            left_at=uow.now,
            ground=ground.strip(),
            was_public=True,
            as_posted={
                **about,
                "mode": meeting.mode.value,
                "sittings": [_told(uow, s) for s in meeting.sittings if s.day == day],
            },
        )
    )


def _told(uow: UnitOfWork, sitting: Sitting) -> dict[str, str]:
    place = uow.session.get(Place, sitting.place_id) if sitting.place_id else None
    where = ", ".join(part for part in (place.name if place else "", sitting.site) if part)
    return {"starts": sitting.starts.isoformat("minutes"), "ends": sitting.ends.isoformat("minutes"), "where": where}


def post_on_portal(uow: UnitOfWork, meeting: Meeting) -> Posting:
    """Note that a meeting's present date is public from now on."""
    return add_posting(uow, meeting, PORTAL, uow.now)


def add_posting(uow: UnitOfWork, meeting: Meeting, channel: str, posted_at: datetime, note: str = "") -> Posting:
    """Add to a meeting the evidence that its present date was posted through a channel at an instant."""
    posting = Posting(
        id=uow.new_id(),
        channel=channel,
        posted_at=posted_at,
        entered_at=uow.now,
        entered_by=uow.actor.id,
        for_day=meeting.held_on,
        note=note.strip(),
    )
    meeting.postings.append(posting)
    return posting


def dated_since(meeting: Meeting) -> datetime | None:
    """Return when the present date of a moved or postponed meeting was set, None when it still has its first one."""
    left = [was.left_at for was in meeting.former_dates if was.restarts]
    if not left:
        return None
    shown = [p.entered_at for p in meeting.postings if p.channel == PORTAL and p.for_day == meeting.held_on]
    return max([*shown, *left])
