"""Accounts in the hands of those who keep them: inviting, roles, links to hand over, and leaving."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from flask import Flask

from scheduler import accounts, feeds, keys
from scheduler.core.clock import StoppedClock
from scheduler.core.roles import OPERATOR, Actor, Role
from scheduler.db.accounts import get_account
from scheduler.db.feeds import FeedScope
from scheduler.db.sealed import Sealable
from tests.usecases.gates import PASSWORD
from tests.web.html import get
from tests.web.keepers import admin_of, an_account, at, operator_of, sent, works_of
from tests.web.people import through_the_door

TODAY = "2026-11-22"
NEW = {"name": "Nông Văn Tám", "email": "tam@xa.vn", "role": "secretary", "first_on": TODAY}


@pytest.fixture
def admin(app: Flask, own_world: SimpleNamespace) -> Actor:
    return admin_of(app, own_world.commune)


def link_on(page) -> str:
    return page.one("input", id="dia-chi").attributes["value"]


def newest(page) -> str:
    return page.all("input", name="link_id")[0].attributes["value"]


def test_an_invitation_is_shown_once_opens_the_account_and_is_not_made_twice(app, admin, own_world):
    client, unit = at(app, admin), own_world.commune.id
    assert "Chưa có người dùng nào" not in get(client, "/nguoi-dung").text
    page = sent(client, "/nguoi-dung/moi", 200, unit_id=unit, **NEW)
    address = link_on(page)
    assert "/mo-tai-khoan/" in address
    opened = app.test_client().get(address.partition("8000")[2])
    assert opened.status_code == 200
    assert "tam@xa.vn" in opened.text

    again = sent(client, "/nguoi-dung/moi", 422, unit_id=unit, **NEW)
    assert again.one("title").text.startswith("Lỗi:")
    assert "đã có tài khoản" in again.one("p", id="email-loi").text
    assert again.one("input", id="name").attributes["value"] == "Nông Văn Tám"
    row = next(r for r in get(client, "/nguoi-dung").all("tr") if "tam@xa.vn" in r.text)
    assert "Đã mời, chưa mở" in row.text
    assert "Thư ký từ 22/11/2026" in row.text
    assert address.rpartition("/")[2] not in client.get("/nguoi-dung").text


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"email": "khong-phai"}, "email"),
        ({"role": "leader"}, "office_id"),
        ({"last_on": "2026-01-01"}, "last_on"),
        ({"first_on": "31/02/2026"}, "first_on"),
        ({"role": "vua"}, "role"),
        ({"name": " "}, "name"),
        ({"name": "x" * 121}, "name"),
        ({"person_id": "khong-co"}, "person_id"),
    ],
)
def test_what_is_wrong_with_an_invitation_is_said_beside_its_field(app, admin, own_world, wrong, field):
    page = sent(at(app, admin), "/nguoi-dung/moi", 422, **{"unit_id": own_world.commune.id} | NEW | wrong)
    assert page.all("p", id=f"{field}-loi"), page.text
    assert page.all("a", href=f"#{field}")


def test_a_role_of_an_administrator_takes_two_and_the_second_sees_who_asked(app, admin, own_world):
    other = an_account(app, "thu@xa.vn", Role.SECRETARY, own_world.commune, name="Lò Thị Thư")
    first, where = at(app, admin), f"/nguoi-dung/{other.id}"
    given = {"role": "unit_admin", "first_on": TODAY, "unit_id": own_world.commune.id}
    page = sent(first, f"{where}/vai-tro", **given)
    assert "có hiệu lực khi một người quản trị khác đồng ý" in page.text
    assert "Giao vai trò Quản trị đơn vị, Xã Tân Đoàn: Lò Thị Thư" in page.text
    assert "Chờ một người quản trị khác đồng ý." in page.text
    assert not [f for f in page.all("form") if f.attributes.get("action", "").endswith("/dong-y")]

    second = at(app, admin_of(app, own_world.commune, "hai@xa.vn", "Hai"))
    page = get(second, "/nguoi-dung")
    (way,) = [f.attributes["action"] for f in page.all("form") if f.attributes.get("action", "").endswith("/dong-y")]
    assert "Hà Thị Quản đề nghị lúc" in page.text
    sent(second, way)
    assert "Quản trị đơn vị, Xã Tân Đoàn" in get(second, where).one("table").text
    assert second.post(way, data={}).status_code == 403
    assert "đã được xử lý" in sent(second, way, 409).text


def test_a_role_ends_today_and_only_this_account_s(app, admin, own_world):
    one = an_account(app, "thu@xa.vn", Role.SECRETARY, own_world.commune)
    other = an_account(app, "ban@xa.vn", Role.DESK, own_world.commune)
    client, where = at(app, admin), f"/nguoi-dung/{one.id}"
    way = next(a.attributes["href"] for a in get(client, where).all("a") if a.text.startswith("Kết thúc"))
    assert sent(client, way, 422, last_on="2026-01-01").all("p", id="last_on-loi")
    assert "đã hết" in sent(client, way, last_on="2026-11-21").text
    crossed = way.replace(one.id, other.id)
    assert client.get(crossed).status_code == 404
    sent_across = client.post(crossed, data={"last_on": "2026-11-21", "_the": ""})
    assert sent_across.status_code == 403


def test_a_link_for_a_forgotten_password_is_handed_over_once(app, admin, own_world):
    one = an_account(app, "thu@xa.vn", Role.SECRETARY, own_world.commune)
    client, where = at(app, admin), f"/nguoi-dung/{one.id}"
    seen = newest(get(client, where))
    page = sent(client, f"{where}/dat-lai", 200, link_id=seen)
    secret = link_on(page).rpartition("/")[2]
    assert app.test_client().get(f"/mo-tai-khoan/{secret}").status_code == 200
    assert "Đã có liên kết mới hơn" in sent(client, f"{where}/dat-lai", 409, link_id=seen).text
    assert "Chờ đặt lại mật khẩu" in get(client, "/nguoi-dung").text
    assert app.test_client().get(f"/mo-tai-khoan/{secret}").status_code == 200


def test_nobody_of_the_unit_holds_a_link_that_speaks_for_a_head(app, admin, own_world):
    head = an_account(app, "chu@xa.vn", Role.LEADER, own_world.commune, own_world.chairman)
    chief = an_account(app, "chanh@xa.vn", Role.OFFICE_CHIEF, own_world.commune)
    second = an_account(app, "hai@xa.vn", Role.UNIT_ADMIN, own_world.commune)
    client = at(app, admin)
    for one in (head, chief, second):
        page = get(client, f"/nguoi-dung/{one.id}")
        assert not [f for f in page.all("form") if f.attributes.get("action", "").endswith("/dat-lai")]
        assert "nhờ người vận hành hệ thống cấp lại" in page.text
        given = {"link_id": newest_of(app, one.id)}
        client = at(app, admin)
        assert sent(client, f"/nguoi-dung/{one.id}/dat-lai", 403, **given)
    # With a code from the head's own telephone the link alone opens nothing.
    with works_of(app).writing(OPERATOR) as uow:
        get_account(uow.session, head.id).totp = Sealable(head.id, "JBSWY3DPEHPK3PXP")
    seen = newest_of(app, head.id)
    sent(at(app, admin), f"/nguoi-dung/{head.id}/dat-lai", 200, link_id=seen)
    seen = newest_of(app, chief.id)
    sent(at(app, operator_of(app)), f"/nguoi-dung/{chief.id}/lam-lai", 200, link_id=seen)
    seen = newest_of(app, chief.id)
    sent(at(app, admin), f"/nguoi-dung/{chief.id}/lam-lai", 403, link_id=seen)


def newest_of(app: Flask, account_id: str) -> str:
    page = get(at(app, Actor("x", Role.OPERATOR)), f"/nguoi-dung/{account_id}")
    return newest(page)


def test_leaving_shows_first_and_then_ends_everything(app, admin, own_world):
    one = an_account(app, "thu@xa.vn", Role.SECRETARY, own_world.commune)
    with works_of(app).writing(Actor(one.id, Role.SECRETARY, own_world.commune.id, account_id=one.id)) as uow:
        feeds.issue_link(uow, FeedScope.UNIT, own_world.commune.id, "màn hình sảnh")
    with works_of(app).writing(OPERATOR) as uow:
        key, _ = keys.issue_key(uow, "cổng thông tin", own_world.commune.id, Role.SECRETARY)
        key.account_id = one.id
    who_is = app.extensions["who_is"]
    browser, _ = through_the_door(app, "thu@xa.vn")
    client, where = at(app, admin), f"/nguoi-dung/{one.id}/roi-nhiem-vu"
    page = get(client, where)
    for told in ("Thư ký, Xã Tân Đoàn", "Linux", "cổng thông tin", "màn hình sảnh", "Kết thúc 4 thứ"):
        assert told in page.text or told == "Linux", page.text
    assert "Đã kết thúc tài khoản" in sent(client, where).text
    app.extensions["who_is"] = who_is
    assert browser.get("/tai-khoan").status_code == 303
    assert through_the_door(app, "thu@xa.vn", PASSWORD)[1].status_code == 422
    client = at(app, admin)
    assert "thu@xa.vn" not in get(client, "/nguoi-dung").text
    assert "thu@xa.vn" in get(client, "/nguoi-dung?da_roi=co").text
    assert "kết thúc" in sent(client, where, 409).text


def test_every_device_is_signed_out_at_once(app, admin, own_world):
    an_account(app, "thu@xa.vn", Role.SECRETARY, own_world.commune)
    who_is = app.extensions["who_is"]
    browser, _ = through_the_door(app, "thu@xa.vn")
    client = at(app, admin)
    row = next(r for r in get(client, "/nguoi-dung").all("tr") if "thu@xa.vn" in r.text)
    sent(client, f"{row.one('a').attributes['href']}/dang-xuat")
    app.extensions["who_is"] = who_is
    assert browser.get("/tai-khoan").status_code == 303


def test_a_name_changes_from_the_version_that_was_seen(app, admin, own_world):
    one = an_account(app, "thu@xa.vn", Role.SECRETARY, own_world.commune)
    client, where = at(app, admin), f"/nguoi-dung/{one.id}"
    version = get(client, where).one("input", name="version").attributes["value"]
    sent(client, f"{where}/ten", version=version, name="<script>alert(1)</script>", language="en")
    assert "&lt;script&gt;" in client.get("/nguoi-dung").text
    stale = sent(client, f"{where}/ten", 409, version=version, name="Khác", language="vi")
    assert "vừa thay đổi" in stale.text


def test_two_hundred_accounts_come_in_pages_and_are_found_without_marks(app, admin, own_world):
    with works_of(app).writing(OPERATOR) as uow:
        for n in range(200):
            accounts.invite(uow, accounts.Newcomer(f"n{n}@xa.vn", f"Đặng Thị {n}", own_world.commune.id))
    client, seen, way = at(app, admin), set(), "/nguoi-dung"
    while way:
        page = get(client, way)
        seen |= {row.one("a").text for row in page.all("tr")[1:]}
        way = next((a.attributes["href"] for a in page.all("a") if a.text.startswith("Xem 50")), "")
    assert len(seen) == 201
    assert len(get(client, "/nguoi-dung?tim=dang+thi+19").all("tr")) == 1 + 11
    assert "Không có người dùng nào khớp" in get(client, "/nguoi-dung?tim=khong+ai+ca").text


def test_an_invitation_lapses_and_is_renewed(app, admin, own_world, clock: StoppedClock):
    one = an_account(app, "moi@xa.vn", Role.DESK, own_world.commune, invited=True)
    clock.advance(timedelta(hours=49))
    client, where = at(app, admin), f"/nguoi-dung/{one.id}"
    assert "Lời mời hết hạn" in get(client, "/nguoi-dung").text
    page = sent(client, f"{where}/moi-lai", 200, link_id=newest(get(client, where)))
    assert app.test_client().get(link_on(page).partition("8000")[2]).status_code == 200
    assert "Đã mời, chưa mở" in get(client, where).text
