"""A small country for the pages: a province, its communes, and one meeting in every state."""

from datetime import UTC, date, datetime, time
from types import SimpleNamespace

from scheduler.core.facts import Activity, State
from scheduler.db.base import Mode
from scheduler.db.meetings import FormerDate, Posting, Sitting
from scheduler.db.units import FormerName
from scheduler.db.work import UnitOfWork
from scheduler.ical.settle import settle_many
from tests.factories import (
    make_holding,
    make_meeting,
    make_office,
    make_person,
    make_place,
    make_unit,
)

NOW = datetime(2026, 11, 22, 1, tzinfo=UTC)
LONG_NAME = "Nguyễn Đặng Hoàng Phương Thị Ngọc Ánh Tuyết Minh Khuê Trường Giang"
WHY = "Mẫu: ngày 15 hằng tháng; 15/11/2026 là Chủ nhật, chuyển sang ngày làm việc kế tiếp, thứ Hai 16/11/2026."


def _post(uow: UnitOfWork, meeting: object, at: datetime) -> None:
    posting = Posting(
        id=uow.new_id(), channel="website", posted_at=at, entered_at=at, entered_by="thu-ky", for_day=meeting.held_on
    )
    meeting.postings.append(posting)


def fill(uow: UnitOfWork) -> SimpleNamespace:
    """A province with communes, and one meeting in every state."""
    province = make_unit(uow, "Tỉnh Lạng Sơn", level="tinh", code="20", telephone="0205 3812 345")
    other = make_unit(uow, "Tỉnh Cao Bằng", level="tinh", code="04")
    commune = make_unit(
        uow,
        "Xã Tân Đoàn",
        parent_id=province.id,
        address="Thôn Nà Pàn, xã Tân Đoàn, tỉnh Lạng Sơn",
        telephone="0205 3871 234",
        regular_hours="Thứ Hai đến thứ Sáu, sáng 07:30–11:30, chiều 13:30–17:00",
    )
    empty = make_unit(uow, "Xã Điềm He", parent_id=province.id)
    ended = make_unit(
        uow,
        "Huyện Văn Quan",
        level="huyen",
        parent_id=province.id,
        valid_from=date(2000, 1, 1),
        valid_to=date(2025, 6, 30),
    )
    uow.session.add(
        FormerName(
            id=1,
            full_name="Xã Tràng Phái",
            within="Huyện Văn Quan, Tỉnh Lạng Sơn",
            search_key="xa trang phai",
            successor_codes=[commune.code],
        )
    )
    uow.session.add(
        FormerName(
            id=2,
            full_name="Huyện Văn Quan",
            within="Tỉnh Lạng Sơn",
            search_key="huyen van quan",
            successor_codes=[commune.code, empty.code],
        )
    )
    chairman = make_office(uow, commune, title="Chủ tịch UBND xã")
    secretary = make_office(uow, commune, "bi_thu_cap_uy", "Bí thư Đảng ủy xã")
    make_holding(uow, chairman, make_person(uow, commune, LONG_NAME))
    make_holding(uow, secretary, make_person(uow, commune, "Lộc Văn Thử"))
    room = make_place(uow, commune, "Phòng Tiếp công dân, trụ sở UBND xã")
    made = {}

    def meet(name: str, *offices: object, **over: object) -> object:
        made[name] = make_meeting(uow, commune, *offices, place=room, **over)
        return made[name]

    soon = meet(
        "soon",
        chairman,
        on=date(2026, 11, 26),
        subject="Đất đai, giải phóng mặt bằng tuyến đường liên xã",
        co_attendees="Phòng Kinh tế, Công an xã, Mặt trận Tổ quốc xã",
        published_at=datetime(2026, 11, 13, 1, 15, tzinfo=UTC),
        notice_number="02/TB-UBND",
        origin={"from": "pattern", "why": WHY},
    )
    soon.sittings.append(Sitting(number=2, day=soon.held_on, starts=time(13, 30), ends=time(17), place_id=room.id))
    _post(uow, soon, datetime(2026, 11, 13, 1, 15, tzinfo=UTC))
    late = meet("late", secretary, on=date(2026, 11, 25), published_at=datetime(2026, 11, 20, 2, tzinfo=UTC))
    _post(uow, late, datetime(2026, 11, 20, 2, tzinfo=UTC))
    moved = meet(
        "moved", chairman, on=date(2026, 12, 17), state=State.MOVED, published_at=datetime(2026, 11, 19, 2, tzinfo=UTC)
    )
    moved.former_dates.append(
        FormerDate(
            id=uow.new_id(),
            number=1,
            day=date(2026, 12, 10),
            was_public=True,
            ground="họp Hội đồng nhân dân",
            left_at=datetime(2026, 11, 20, 2, tzinfo=UTC),
        )
    )
    _post(uow, moved, datetime(2026, 11, 20, 2, tzinfo=UTC))
    meet(
        "cancelled",
        chairman,
        on=date(2026, 12, 3),
        state=State.CANCELLED,
        ground="bão số 12",
        published_at=datetime(2026, 11, 18, 2, tzinfo=UTC),
    )
    meet("makeup", chairman, on=date(2026, 12, 4), makeup_for=made["cancelled"].id)
    waiting = meet(
        "postponed",
        secretary,
        on=date(2026, 11, 27),
        state=State.POSTPONED,
        ground="đi công tác đột xuất",
        published_at=datetime(2026, 11, 12, 2, tzinfo=UTC),
    )
    waiting.former_dates.append(
        FormerDate(
            id=uow.new_id(),
            number=1,
            day=date(2026, 11, 27),
            was_public=True,
            ground="đi công tác đột xuất",
            left_at=datetime(2026, 11, 20, 2, tzinfo=UTC),
        )
    )
    delegated = meet("delegated", chairman, on=date(2026, 12, 22))
    delegated.chairs[0].in_person = False
    delegated.chairs[0].delegate = "Phó Chủ tịch UBND xã Hoàng Thị Mẫu"
    meet(
        "dialogue",
        chairman,
        on=date(2027, 1, 14),
        activity=Activity.DIALOGUE,
        sub_type="youth",
        mode=Mode.HYBRID,
        online_url="https://hop.example/thanh-nien",
        subject="Việc làm cho thanh niên, chuyển đổi số",
    )
    meet("online", chairman, on=date(2027, 1, 20), mode=Mode.ONLINE, online_url="https://hop.example/rieng")
    meet("draft", chairman, on=date(2026, 12, 28), state=State.DRAFT, subject="BẢN NHÁP KHÔNG ĐƯỢC LỘ")
    meet("approved", chairman, on=date(2026, 12, 29), state=State.APPROVED, subject="ĐÃ DUYỆT CHƯA NIÊM YẾT")
    meet("dropped", chairman, on=date(2026, 12, 30), state=State.CANCELLED, subject="NHÁP ĐÃ BỎ")
    meet("held", chairman, on=date(2026, 10, 15), state=State.HELD, citizens_received=12)
    meet("missed", chairman, on=date(2026, 10, 22), state=State.NOT_HELD)
    settle_many(uow, list(made.values()))
    return SimpleNamespace(
        province=province,
        other=other,
        commune=commune,
        empty=empty,
        ended=ended,
        chairman=chairman,
        room=room,
        ids={name: meeting.id for name, meeting in made.items()},
    )
