"""Every event of a meeting is a sentence; no page ever shows what the journal keeps in raw form."""

import pytest

from scheduler.core.events import KINDS
from scheduler.wording.channels import CHANNELS, channel_name
from scheduler.wording.meeting_events import SENTENCES, actor_words, telling

_OF_MEETINGS = [kind for kind in KINDS if kind.startswith(("Meeting", "Posting"))]


def test_every_kind_of_event_has_its_sentence() -> None:
    assert sorted(SENTENCES) == sorted(_OF_MEETINGS)


@pytest.mark.parametrize("kind", _OF_MEETINGS)
def test_a_sentence_stands_even_when_nothing_else_is_known(kind: str) -> None:
    told = telling(kind, {}, {})
    assert told.sentence.endswith(".")
    assert "{" not in told.sentence
    assert told.changes == ()


def test_an_event_nobody_wrote_down_is_still_told() -> None:
    assert telling("SomethingNew", {}, {}).sentence == "Sự kiện SomethingNew."


def test_old_and_new_values_are_told_by_name() -> None:
    body = {
        "before": {"mode": "in_person", "notice_number": "", "pinned": False},
        "after": {"mode": "online", "notice_number": "12/TB", "pinned": True},
        "fields": ["mode", "notice_number", "pinned", "trigger"],
    }
    found = {change.what: (change.was, change.now) for change in telling("MeetingChanged", body, {}).changes}
    assert found["Hình thức"] == ("Trực tiếp", "Trực tuyến")
    assert found["Số thông báo"] == ("để trống", "12/TB")
    assert found["Giữ ngày khi lập lại đề xuất"] == ("không", "có")
    assert "chưa niêm yết" in found["Vụ việc đột xuất"][1]


def test_who_sat_is_told_for_each_office() -> None:
    chairs = [
        {"office_id": "a", "in_person": True, "present": True, "delegate": ""},
        {"office_id": "b", "in_person": False, "present": False, "delegate": "Phó Chủ tịch"},
        {"office_id": "c", "in_person": True, "present": False, "delegate": ""},
        {"office_id": "d", "in_person": True, "present": None, "delegate": ""},
    ]
    names = {"a": "Bí thư", "b": "Chủ tịch", "c": "Chủ tịch HĐND", "d": "Trưởng phòng"}
    (change,) = telling("MeetingCorrected", {"before": {"chairs": []}, "after": {"chairs": chairs}}, names).changes
    assert change.now == (
        "Bí thư: trực tiếp chủ trì; Chủ tịch: Phó Chủ tịch tiếp thay theo ủy quyền; "
        "Chủ tịch HĐND: vắng mặt; Trưởng phòng"
    )
    assert change.was == "để trống"


def test_people_programs_and_the_service_itself_are_told_apart() -> None:
    assert actor_words("Nguyễn Thị Thư", "", "") == "Nguyễn Thị Thư"
    assert actor_words("", "Phần mềm một cửa", "") == "Chương trình “Phần mềm một cửa”"
    assert actor_words("", "", "worker") == "Hệ thống (tự động)"


def test_channels_are_named() -> None:
    assert all(channel_name(one) == name for one, name in CHANNELS.items())
