"""The story of the README, through the HTTP API: plan, look, be refused, take a cure, publish, poll, hold, judge."""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial

import pytest
from werkzeug.test import TestResponse

from scheduler.core.clock import StoppedClock
from scheduler.core.roles import OPERATOR, Role
from scheduler.db.work import Works
from tests.api.conftest import Caller
from tests.factories import a_commune, load_law

FIRST, LAST = "2026-12-01", "2026-12-31"


@pytest.fixture
def town(works: Works, caller: Callable[..., Caller]):
    unit, party, chair, _ = a_commune(works)
    with works.writing(OPERATOR) as uow:
        load_law(uow)
    return unit, party, chair, caller(Role.SECRETARY, unit.id), caller(Role.OFFICE_CHIEF, unit.id)


def go_to(clock: StoppedClock, at: datetime) -> None:
    clock.advance(at - clock.now())


def duty(secretary: Caller, office_id: str) -> dict:
    found = secretary.get(f"/offices/{office_id}/verdicts?first={FIRST}&last={LAST}").json["items"]
    return next(v for v in found if v["rule_id"] == "R-G-COMM-02")


def plan_and_approve(unit_id: str, secretary: Caller, chief: Caller) -> list[dict]:
    """1. Propose the month; nothing is written. Keep it, approve it."""
    proposal = secretary.get(f"/units/{unit_id}/proposal?first={FIRST}&last={LAST}")
    assert proposal.status_code == 200
    assert proposal.json["unmet"] == []
    assert all(p["why"] for p in proposal.json["proposed"])
    assert proposal.json["objective"] == proposal.json["bound"] > 0
    assert (proposal.json["gap"], proposal.json["proved"]) == (0.0, True)
    assert proposal.json["proof"].startswith("Đã chứng minh là tối ưu")
    kept = secretary.post(f"/units/{unit_id}/plans", {"first": FIRST, "last": LAST}, Idempotency_Key="december")
    assert kept.status_code == 201
    drafts = kept.json["meetings"]
    assert len(drafts) == len(proposal.json["proposed"])
    for draft in drafts:
        if draft["activity"] == "dialogue":
            tag = secretary.get(f"/meetings/{draft['id']}").headers["ETag"]
            said = {"subject": "Việc làm cho thanh niên"}
            assert secretary.ask("PATCH", f"/meetings/{draft['id']}", said, If_Match=tag).status_code == 200
    for draft in drafts:
        looked = secretary.get(f"/meetings/{draft['id']}")
        done = chief.post(f"/meetings/{draft['id']}/approvals", None, If_Match=looked.headers["ETag"])
        assert done.status_code == 200, done.json
    return drafts


def publish(unit_id: str, office_id: str, secretary: Caller) -> str:
    """2. Publish the whole plan, and issue a link for a phone; return its address."""
    listed = secretary.get(f"/units/{unit_id}/meetings?first={FIRST}&last={LAST}&limit=100").json["items"]
    read = [{"id": one["id"], "version": one["version"]} for one in listed if one["state"] == "approved"]
    wanted = {"first": FIRST, "last": LAST, "meetings": read}
    published = secretary.post(f"/units/{unit_id}/publications", wanted)
    assert published.status_code == 200, published.json
    clock_of = secretary.get(f"/meetings/{published.json['meetings'][0]['id']}/posting-clock").json
    assert clock_of["code"] in {"on_time", "late"}
    assert clock_of["skipped"]
    link = secretary.post("/feed-links", {"scope": "office", "target_id": office_id, "name": "Điện thoại"})
    assert link.status_code == 201, link.json
    return link.json["address"].removeprefix("http://127.0.0.1:8000")


def poll(stranger: Caller, feed: str):
    """The phone asks twice; the second time nothing has changed."""
    phone = stranger.client.get(feed)
    assert phone.status_code == 200
    before = phone.data.count(b"BEGIN:VEVENT")
    assert before >= 2
    again = stranger.client.get(feed, headers={"If-None-Match": phone.headers["ETag"]})
    assert again.status_code == 304
    return phone


def be_refused(secretary: Caller, meeting: str) -> str:
    """3. Look at a bad move, then try it: refused, with the law and three lawful dates; return the nearest."""
    tag = secretary.get(meeting).headers["ETag"]
    seen = secretary.post(f"{meeting}/moves/preview", {"to": "2027-01-06"}, If_Match=tag)
    assert seen.status_code == 200, seen.json
    assert seen.json["refused"] is True
    refused = secretary.post(f"{meeting}/moves", {"to": "2027-01-06", "ground": "Họp Hội đồng nhân dân"}, If_Match=tag)
    assert refused.status_code == 409
    assert refused.content_type == "application/problem+json"
    assert refused.json["findings"][0]["rule_id"] == "R-G-COMM-02"
    assert refused.json["findings"][0]["legal_basis"]
    assert len(refused.json["cures"]) == 3
    assert refused.json["may_insist"] is False
    return refused.json["cures"][0]["day"]


def take(cure: str, secretary: Caller, meeting: str, *, listening: Callable[..., TestResponse], heard: str) -> None:
    """4. Take the cure; the phone hears of it."""
    tag = secretary.get(meeting).headers["ETag"]
    moved = secretary.post(f"{meeting}/moves", {"to": cure, "ground": "Họp Hội đồng nhân dân"}, If_Match=tag)
    assert moved.status_code == 200, moved.json
    news = listening(headers={"If-None-Match": heard})
    assert news.status_code == 200
    assert f"DTSTART;TZID=Asia/Ho_Chi_Minh:{cure.replace('-', '')}".encode() in news.data
    assert b"SEQUENCE:1" in news.data


def hold(day: str, meeting_id: str, office_id: str, secretary: Caller, clock: StoppedClock) -> None:
    """5. Hold a day, and say who was in the chair."""
    year, month, number = map(int, day.split("-"))
    go_to(clock, datetime(year, month, number, 11, tzinfo=UTC))
    one = f"/meetings/{meeting_id}"
    record = {
        "started_at": f"{day}T08:05:00+07:00",
        "ended_at": f"{day}T11:20:00+07:00",
        "citizens_received": 3,
        "chairs": [{"office_id": office_id, "present": True}],
    }
    held = secretary.post(f"{one}/record", record, If_Match=secretary.get(one).headers["ETag"])
    assert held.status_code == 200, held.json


def test_the_story_of_a_month(town, stranger: Caller, clock: StoppedClock) -> None:
    unit, _, chair, secretary, chief = town

    drafts = plan_and_approve(unit.id, secretary, chief)
    feed = publish(unit.id, chair.id, secretary)
    phone = poll(stranger, feed)
    mine = [d for d in drafts if [c["office_id"] for c in d["chairs"]] == [chair.id] and d["activity"] == "reception"]
    meeting = f"/meetings/{mine[0]['id']}"
    cure = be_refused(secretary, meeting)
    take(cure, secretary, meeting, listening=partial(stranger.client.get, feed), heard=phone.headers["ETag"])
    days = sorted([cure, mine[1]["sittings"][0]["day"]])
    by_day = {cure: mine[0]["id"], mine[1]["sittings"][0]["day"]: mine[1]["id"]}
    assert duty(secretary, chair.id)["status"] == "on_track"
    for day in days:
        hold(day, by_day[day], chair.id, secretary, clock)
    verdict = duty(secretary, chair.id)
    assert (verdict["status"], verdict["held"], verdict["required"]) == ("met", 2, 2)
    assert [c["meeting_id"] for c in verdict["counted"]] == [by_day[day] for day in days]
