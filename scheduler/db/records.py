"""What was recorded of held meetings, asked by time."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from scheduler.db.meetings import Meeting, MeetingChair


def has_record_between(
    session: Session, but: str, office_ids: Sequence[str], person_ids: Sequence[str], span: tuple[datetime, datetime]
) -> bool:
    """Tell whether any of the offices or people sat in another recorded meeting at some moment of a span."""
    who = MeetingChair.office_id.in_(office_ids) | MeetingChair.person_id.in_(person_ids)
    sat = select(MeetingChair.meeting_id).where(who, MeetingChair.present.is_(True))
    started_at, ended_at = span
    rows = select(Meeting.id).where(
        Meeting.id != but,
        Meeting.id.in_(sat),
        Meeting.actual_start < ended_at,
        Meeting.actual_end > started_at,
    )
    return session.execute(rows.limit(1)).first() is not None
