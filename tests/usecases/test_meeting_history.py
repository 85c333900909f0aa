"""The journal says what was and what is: dates, hours, places, chairs, form, records; and never a citizen's name."""

from datetime import UTC, date, datetime, time
from typing import Any

import pytest
from sqlalchemy import select

from scheduler import delegating, holding, meetings, places, publication, rescheduling, units
from scheduler.arrangement import Description, Hours, Seat
from scheduler.core.clock import StoppedClock
from scheduler.core.errors import Objection
from scheduler.core.roles import OPERATOR
from scheduler.db.journal import JournalEntry
from scheduler.db.meetings import get_meeting
from scheduler.db.offices import list_holdings
from scheduler.db.work import Works
from tests.factories import a_commune, load_law, make_place
from tests.usecases.acting import FIRST, GROUND, LAST, chief, commune, go_to, held_record, publishing, secretary

__all__ = ["commune"]


def told(works: Works, subject: str) -> tuple[str, dict[str, Any]]:
    """What happened to something last."""
    with works.reading(OPERATOR) as uow:
        rows = select(JournalEntry).where(JournalEntry.subject == subject).order_by(JournalEntry.seq.desc())
        entry = uow.session.scalars(rows.limit(1)).one()
        return entry.kind, entry.body


def version_of(works: Works, meeting_id: str) -> int:
    with works.reading(OPERATOR) as uow:
        return get_meeting(uow.session, meeting_id).version


def test_a_move_tells_the_old_and_the_new_date_hours_and_place(works: Works, commune) -> None:
    unit, _, place, (one, _) = commune
    with works.writing(OPERATOR) as uow:
        hall = make_place(uow, unit, "Hội trường")
    hours = [Hours(date(2026, 12, 10), time(13, 30), time(16), hall.id)]

    with works.writing(secretary(unit)) as uow:
        rescheduling.move(uow, one.id, one.version, date(2026, 12, 10), "Họp Hội đồng nhân dân", hours=hours)

    kind, body = told(works, one.id)
    assert (kind, body["former"], body["on"]) == ("MeetingMoved", "2026-12-08", "2026-12-10")
    assert body["before"] == {
        "state": "published",
        "on": "2026-12-08",
        "sittings": [{"day": "2026-12-08", "starts": "08:00", "ends": "11:30", "place_id": place.id, "site": ""}],
    }
    assert body["after"] == {
        "state": "moved",
        "on": "2026-12-10",
        "sittings": [{"day": "2026-12-10", "starts": "13:30", "ends": "16:00", "place_id": hall.id, "site": ""}],
    }


def test_other_hours_after_an_earlier_move_are_no_second_move(works: Works, commune) -> None:
    unit, _, place, (one, _) = commune
    to = date(2026, 12, 10)
    with works.writing(secretary(unit)) as uow:
        rescheduling.move(uow, one.id, one.version, to, "Họp Hội đồng nhân dân")

    with works.writing(secretary(unit)) as uow:
        hours = [Hours(to, time(13, 30), time(16), place.id)]
        rescheduling.move(uow, one.id, version_of(works, one.id), to, "Sáng họp", hours=hours)

    kind, body = told(works, one.id)
    assert kind == "MeetingRearranged"
    assert "former" not in body
    assert [side["sittings"][0]["starts"] for side in (body["before"], body["after"])] == ["08:00", "13:30"]


def test_a_redated_draft_tells_the_date_it_had(works: Works) -> None:
    unit, _, chair, place = a_commune(works)
    (one,) = publishing(works, unit, (date(2026, 12, 8), Seat(chair.id)), place=place)

    with works.writing(secretary(unit)) as uow:
        rescheduling.move(uow, one, version_of(works, one), date(2026, 12, 10), "Xếp lại lịch")

    kind, body = told(works, one)
    assert (kind, body["former"], body["on"]) == ("MeetingMoved", "2026-12-08", "2026-12-10")
    assert (body["before"]["state"], body["after"]["state"]) == ("approved", "draft")


def test_what_was_postponed_tells_its_last_date_and_its_new_one(works: Works, commune) -> None:
    unit, _, place, (one, _) = commune
    with works.writing(chief(unit)) as uow:
        rescheduling.postpone(uow, one.id, one.version, "Bão số 12", insist=GROUND)
    kind, body = told(works, one.id)
    assert (kind, body["former"], body["insisted"]) == ("MeetingPostponed", "2026-12-08", GROUND)
    assert (body["before"]["on"], body["after"]["on"], body["after"]["sittings"]) == ("2026-12-08", None, [])

    to = date(2026, 12, 17)
    with works.writing(secretary(unit)) as uow:
        hours = [Hours(to, time(8), time(11), place.id)]
        rescheduling.move(uow, one.id, version_of(works, one.id), to, "Hết bão", hours=hours)
    kind, body = told(works, one.id)
    assert (kind, body["former"], body["before"]["on"]) == ("MeetingMoved", "2026-12-08", None)


def test_each_event_tells_the_ground_insisted_on_this_time(works: Works, commune) -> None:
    unit, _, _, (one, _) = commune
    with works.writing(chief(unit)) as uow:
        rescheduling.move(uow, one.id, one.version, date(2026, 12, 13), "Chủ nhật", insist=GROUND)
    assert told(works, one.id)[1]["insisted"] == GROUND

    with works.writing(chief(unit)) as uow:
        again = f"{GROUND}, lần hai"
        rescheduling.postpone(uow, one.id, version_of(works, one.id), "Họp khẩn", insist=again)
    assert told(works, one.id)[1]["insisted"] == again

    with works.writing(chief(unit)) as uow:
        rescheduling.cancel(uow, one.id, version_of(works, one.id), "Họp khẩn")
    kind, body = told(works, one.id)
    assert (kind, body["former"]) == ("MeetingCancelled", "2026-12-13")
    assert "insisted" not in body


def test_publishing_tells_only_what_was_insisted_on_for_that_meeting_now(works: Works) -> None:
    unit, party, chair, place = a_commune(works)
    with works.writing(OPERATOR) as uow:
        load_law(uow)
    (one,) = publishing(works, unit, (date(2026, 12, 8), Seat(chair.id)), place=place)
    with works.writing(chief(unit)) as uow:
        publication.publish_span(uow, unit.id, FIRST, LAST, insist=GROUND)

    assert told(works, one)[1]["insisted"] == GROUND
    kind, body = told(works, party.id)
    assert (kind, body["code"], body["first"], body["insisted"]) == (
        "ObjectionOverruled",
        "shortfall",
        "2026-12-01",
        GROUND,
    )

    more = publishing(
        works, unit, (date(2026, 12, 9), Seat(party.id)), (date(2026, 12, 23), Seat(party.id)), place=place
    )
    with works.writing(chief(unit)) as uow:
        publication.publish(uow, more)
    assert "insisted" not in told(works, more[0])[1]


def test_an_approval_taken_back_against_an_objection_tells_both_grounds(works: Works) -> None:
    unit, _, chair, place = a_commune(works)
    with works.writing(OPERATOR) as uow:
        load_law(uow)
    ids = publishing(
        works, unit, (date(2026, 12, 8), Seat(chair.id)), (date(2026, 12, 22), Seat(chair.id)), place=place
    )
    with works.writing(chief(unit)) as uow:
        publication.publish(uow, ids[:1], insist=GROUND)
    version = version_of(works, ids[1])

    with pytest.raises(Objection), works.writing(chief(unit)) as uow:
        meetings.return_to_draft(uow, ids[1], version, "Xếp lại lịch")
    with works.writing(chief(unit)) as uow:
        meetings.return_to_draft(uow, ids[1], version, "Xếp lại lịch", insist=GROUND)

    assert told(works, ids[1]) == ("MeetingReturned", {"ground": "Xếp lại lịch", "insisted": GROUND})


def test_a_draft_and_an_approval_tell_the_whole_arrangement(works: Works) -> None:
    unit, _, chair, place = a_commune(works)
    (one,) = publishing(works, unit, (date(2026, 12, 8), Seat(chair.id)), place=place)

    kind, body = told(works, one)
    assert (kind, body["on"], body["mode"]) == ("MeetingApproved", "2026-12-08", "in_person")
    assert body["sittings"] == [
        {"day": "2026-12-08", "starts": "08:00", "ends": "11:00", "place_id": place.id, "site": ""}
    ]
    assert body["chairs"] == [{"office_id": chair.id, "in_person": True, "delegate": "", "ground": ""}]


def test_a_delegation_tells_who_was_to_sit_before(works: Works, commune) -> None:
    unit, chair, _, (one, _) = commune

    with works.writing(secretary(unit)) as uow:
        delegating.delegate(uow, one.id, one.version, chair.id, deputy="Phó Chủ tịch", ground=GROUND)

    _, body = told(works, one.id)
    assert [side["chairs"][0]["in_person"] for side in (body["before"], body["after"])] == [True, False]
    assert body["after"]["chairs"][0]["delegate"] == "Phó Chủ tịch"


def test_a_changed_description_tells_old_and_new_of_what_was_published_only(works: Works, commune) -> None:
    unit, chair, place, (one, _) = commune
    (draft,) = publishing(works, unit, (date(2026, 12, 15), Seat(chair.id)), place=place)

    with works.writing(secretary(unit)) as uow:
        said = Description(subject="Đất đai", online_url="https://hop.example/x")
        meetings.change(uow, one.id, one.version, said)
        meetings.change(uow, draft, get_meeting(uow.session, draft).version, Description(notice_number="12/TB"))

    kind, body = told(works, one.id)
    assert kind == "MeetingChanged"
    assert sorted(body["fields"]) == ["online_url", "subject"]
    assert body["before"] == {"subject": "Theo thẩm quyền"}
    assert body["after"] == {"subject": "Đất đai"}
    assert "hop.example" not in str(body)
    assert told(works, draft)[1]["after"] == {"notice_number": "12/TB"}


def test_both_versions_of_a_record_stay_in_the_journal(works: Works, commune, clock: StoppedClock) -> None:
    unit, chair, _, (one, _) = commune
    go_to(clock, datetime(2026, 12, 8, 10, tzinfo=UTC))
    with works.writing(secretary(unit)) as uow:
        holding.hold(uow, one.id, one.version, held_record(one, chair))
        (held,) = list_holdings(uow.session, [chair.id])
    kind, body = told(works, one.id)
    assert kind == "MeetingHeld"
    assert body["after"]["started_at"] == "2026-12-08T01:05:00+00:00"
    assert body["after"]["chairs"][0]["person_id"] == held.person_id

    with works.writing(chief(unit)) as uow:
        holding.correct(uow, one.id, version_of(works, one.id), held_record(one, chair, present=False), GROUND)

    kind, body = told(works, one.id)
    sat = {"office_id": chair.id, "in_person": True, "present": True, "delegate": "", "person_id": held.person_id}
    stood_in = {"in_person": False, "present": False, "delegate": "Phó Chủ tịch", "person_id": None}
    times = {"started_at": "2026-12-08T01:05:00+00:00", "ended_at": "2026-12-08T04:05:00+00:00", "citizens": 4}
    assert kind == "MeetingCorrected"
    assert body["before"] == times | {"late": False, "chairs": [sat]}
    assert body["after"] == times | {"late": True, "chairs": [sat | stood_in]}


def test_a_changed_place_and_unit_tell_old_and_new_values(works: Works) -> None:
    unit, _, _, place = a_commune(works)
    with works.writing(OPERATOR) as uow:
        places.change_place(uow, place.id, place.version, rooms=3)
        units.change_unit(uow, unit.id, unit.version, telephone="0205 3812 345")

    assert told(works, place.id)[1] == {"before": {"rooms": 1}, "after": {"rooms": 3}}
    assert told(works, unit.id)[1] == {"before": {"telephone": ""}, "after": {"telephone": "0205 3812 345"}}
    with works.writing(OPERATOR) as uow:
        places.close_place(uow, place.id, 2, date(2026, 12, 1))
    assert told(works, place.id)[1] == {"before": {"closed_on": None}, "after": {"closed_on": "2026-12-01"}}
