"""A commune with ten leaders on a Monday morning, and everything that its people will ask for and send."""

from datetime import UTC, date, datetime, time
from types import SimpleNamespace

from flask import Flask

from scheduler import absences, daymarks, standing_patterns
from scheduler.absences import Whom
from scheduler.core.facts import Activity
from scheduler.core.roles import OPERATOR, Role
from scheduler.db.law import RuleRow, list_rules
from scheduler.db.work import Works
from tests.factories import load_law, make_holding, make_meeting, make_office, make_person, make_place, make_unit
from tests.usecases.overseeing import CHAIRMAN as DUTY
from tests.web.people import a_person

MONDAY = datetime(2026, 11, 23, 1, tzinfo=UTC)
TENTH, FIFTEENTH = date(2026, 12, 10), date(2026, 12, 15)
SECRETARY, CHIEF, CHAIRMAN, INSPECTOR = "thu@tandoan.vn", "chanhvp@tandoan.vn", "chutich@tandoan.vn", "thanhtra@tinh.vn"
HEAD = "Nguyễn Văn Chủ"
STRANGER = "thu@dienhe.vn"
_HEADS = [("bi_thu_cap_uy", "Bí thư Đảng ủy"), ("chu_tich_ubnd", "Chủ tịch UBND")]

EVERY_STEP = {
    ("GET", "/lam-viec/*/lich"),
    ("GET", "/lam-viec/*/de-xuat"),
    ("GET", "/lam-viec/*/vang-mat"),
    ("GET", "/lam-viec/*/vang-mat/*"),
    ("POST", "/lam-viec/*/vang-mat/*"),
    ("GET", "/lam-viec/*/lich/them"),
    ("POST", "/lam-viec/*/lich/them"),
    ("POST", "/lam-viec/*/de-xuat"),
    ("POST", "/lam-viec/*/de-xuat/duyet"),
    ("GET", "/lam-viec/*/niem-yet"),
    ("POST", "/lam-viec/*/niem-yet"),
    ("GET", "/cua-toi"),
    ("GET", "/cua-toi/lich"),
    ("POST", "/cua-toi/lich"),
    ("GET", "/lam-viec/buoi/*"),
    ("GET", "/lam-viec/buoi/*/doi"),
    ("POST", "/lam-viec/buoi/*/doi"),
    ("GET", "/cua-toi/buoi/*"),
    ("POST", "/cua-toi/buoi/*/truc-tiep-chu-tri"),
    ("GET", "/lam-viec/buoi/*/ghi-nhan"),
    ("POST", "/lam-viec/buoi/*/ghi-nhan"),
    ("GET", "/giam-sat"),
    ("GET", f"/giam-sat/o/*/{DUTY}/2026-12-01"),
}
"""What the story asks for and sends: a step that nobody else tried would be missing here."""


def a_monday(app: Flask) -> SimpleNamespace:
    """Ten heads who owe December; of two who promised a day, one is away then, and of one the room is taken."""
    works: Works = app.extensions["works"]
    with works.writing(OPERATOR) as uow:
        load_law(uow)
        daymarks.seed_calendar(uow, [2026, 2027])
        province = make_unit(uow, "Tỉnh Lạng Sơn", level="tinh", code="20")
        unit, other = (make_unit(uow, name, parent_id=province.id) for name in ("Xã Tân Đoàn", "Xã Điềm He"))
        room, hall = make_place(uow, unit), make_place(uow, unit, "Hội trường")
        offices, people = [], []
        for kind, title in _HEADS + [("thu_truong_don_vi", f"Thủ trưởng đơn vị số {n}") for n in range(1, 9)]:
            offices.append(make_office(uow, unit, kind, title))
            people.append(make_person(uow, unit, f"Nông Văn {title.split()[-1]}"))
            make_holding(uow, offices[-1], people[-1])
        national = next(row.row for row in list_rules(uow.session) if row.id == "R-G-COMM-02")
        own = {"rule_id": "own", "obligation": "own", "office": "thu_truong_don_vi", "unit_id": unit.id}
        uow.session.add(RuleRow(id="own", unit_id=unit.id, row=national | own, entered_at=uow.now, entered_by="test"))
        make_meeting(
            uow, unit, offices[1], on=TENTH, hours=(time(8), time(17)), place=room,
            activity=Activity.DIALOGUE, sub_type="youth", subject="Việc làm cho thanh niên",
        )  # fmt: skip
        for office, day in ((offices[0], TENTH), (offices[1], FIFTEENTH)):
            pattern = {
                "shape": {"kind": "days_of_month", "days": [day.day]}, "offices": [office.id], "on_day_off": "next",
                "validity": {"first": "2026-12-01", "last": None}, "sittings": [{"start": "08:00", "end": "11:30"}],
            }  # fmt: skip
            standing_patterns.add_pattern(uow, unit.id, Activity.RECEPTION, "periodic", pattern, place_id=room.id)
        away = Whom(person_id=people[1].id)
        absences.add(uow, away, date(2026, 12, 14), date(2026, 12, 16), "Họp Hội đồng nhân dân tỉnh")
    a_person(app, SECRETARY, (Role.SECRETARY, unit), name="Trần Thị Thư")
    a_person(app, CHIEF, (Role.OFFICE_CHIEF, unit), name="Lê Văn Chánh")
    a_person(app, CHAIRMAN, (Role.LEADER, unit), office=offices[1], name=HEAD)
    a_person(app, STRANGER, (Role.SECRETARY, other), name="Vi Thị Khách")
    inspector = a_person(app, INSPECTOR, (Role.INSPECTOR, province), name="Đàm Thị Tra", with_code=True)
    return SimpleNamespace(
        app=app, works=works, unit=unit, other=other, hall=hall, chair=offices[1], inspector=inspector
    )
