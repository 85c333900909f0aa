"""The pages of those who keep a unit in a real browser: keyboard, no scripts, no barriers, at every width."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pytest
from playwright.sync_api import Browser, Page

from migrations import upgrade
from scheduler import accounts, feeds, keys
from scheduler.account_deeds import Terms
from scheduler.core.clock import StoppedClock
from scheduler.core.roles import OPERATOR, Role
from scheduler.db.feeds import FeedScope
from scheduler.settings import Settings
from tests.factories import make_office, make_person
from tests.web import looking
from tests.web.browsing import barriers, enter, everybody_is, served
from tests.web.keepers import admin_of, an_account
from tests.web.leading import with_law
from tests.web.people import SINCE
from tests.web.sheets import book
from tests.web.world import LONG_NAME, NOW, fill
from web.app import create_app


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SimpleNamespace]:
    """A unit with 200 accounts and 200 people, seen by its administrator."""
    app = create_app(Settings(data=tmp_path_factory.mktemp("keeping")), StoppedClock(NOW))
    upgrade(app.extensions["works"].engine)
    works = app.extensions["works"]
    with works.writing(OPERATOR) as uow:
        world = fill(uow)
        make_office(uow, world.commune, "chu_tich_hdnd", "Chủ tịch Hội đồng nhân dân xã")
        for n in range(200):
            make_person(uow, world.commune, f"Đặng Văn Số {n}")
    with_law(app)
    admin = admin_of(app, world.commune)
    one = an_account(app, "thu@xa.vn", Role.SECRETARY, world.commune, name=LONG_NAME)
    head = an_account(app, "chu@xa.vn", Role.LEADER, world.commune, world.chairman)
    with works.writing(OPERATOR) as uow:
        for n in range(200):
            terms = Terms(Role.DESK, world.commune.id, None, SINCE)
            accounts.invite(uow, accounts.Newcomer(f"n{n}@xa.vn", f"Đặng Thị {n}", world.commune.id), terms)
        keys.issue_key(uow, "Cổng thông tin xã", world.commune.id, Role.SECRETARY, date(2027, 1, 1))
        feeds.issue_link(uow, FeedScope.UNIT, world.commune.id, "Màn hình sảnh")
    with works.writing(admin) as uow:
        accounts.assign(uow, one.id, Terms(Role.UNIT_ADMIN, world.commune.id, None, SINCE))
    everybody_is(app, admin, "Xã Tân Đoàn")
    with served(app) as base:
        yield SimpleNamespace(app=app, world=world, base=base, admin=admin, one=one, head=head)
    works.engine.dispose()


@pytest.fixture(params=[True, False], ids=["scripts", "no-scripts"])
def desk(request: pytest.FixtureRequest, browser: Browser, office: SimpleNamespace) -> Iterator[Page]:
    context = enter(browser, office.base, java_script_enabled=request.param)
    yield context.new_page()
    context.close()


def paths(office: SimpleNamespace) -> list[str]:
    unit, one = office.world.commune.id, office.one.id
    where = f"/lam-viec/{unit}/chuc-vu"
    chair = f"{where}/{office.world.chairman.id}"
    return [
        "/nguoi-dung",
        "/nguoi-dung?tim=khong+co+ai",
        "/nguoi-dung/moi",
        f"/nguoi-dung/{one}",
        f"/nguoi-dung/{office.head.id}",
        f"/nguoi-dung/{one}/vai-tro",
        f"/nguoi-dung/{one}/roi-nhiem-vu",
        "/khoa-va-lien-ket",
        where,
        f"{where}/them?kind=thuong_truc_hdnd&title=X&valid_from=2026-12-01",
        chair,
        f"{chair}/nguoi-giu?name=Vi&capacity=acting&first_on=2026-12-01",
        f"{chair}/nguoi-giu?name=Vi&capacity=acting&first_on=sai",
        f"{chair}/ket-thuc?on=2027-06-30",
        f"{where}/nhap",
        f"/lam-viec/{unit}/nhan-su/them",
        "/quen-mat-khau",
        "/quen-mat-khau/da-gui",
    ]


def faults_of(page: Page, path: str, said: list[str]) -> list[object]:
    wrong: list[object] = [report for report in [barriers(page)] if report]
    wrong += [line for line in said if "422" not in line and "does not conform" not in line]
    wrong += looking.too_small(page, 24) + looking.sideways(page)
    wrong += [] if page.locator("h1").count() == 1 else ["h1"]
    return [(path, one) for one in wrong]


def test_no_page_has_a_barrier_or_scrolls_sideways(browser: Browser, office: SimpleNamespace) -> None:
    wrong: list[object] = []
    context = enter(browser, office.base)
    for path in paths(office):
        page, said = context.new_page(), []
        page.on("console", lambda message, said=said: said.append(message.text))
        page.goto(office.base + path)
        wrong += faults_of(page, path, said)
        page.close()
    context.close()
    assert wrong == []


def test_somebody_is_invited_with_what_was_wrong_kept(desk: Page, office: SimpleNamespace, request) -> None:
    desk.goto(f"{office.base}/nguoi-dung")
    desk.get_by_role("link", name="Mời người dùng").click()
    desk.fill("#name", "Nông Văn Tám")
    desk.fill("#email", "khong phai")
    desk.get_by_role("button", name="Mời và tạo liên kết").click()
    assert desk.title().startswith("Lỗi:")
    assert desk.input_value("#name") == "Nông Văn Tám"
    if "no-scripts" not in request.node.name:
        assert faults_of(desk, "invite, refused", []) == []
    desk.fill("#email", f"{request.node.name[-9:-1].strip('[')}@xa.vn".replace(" ", ""))
    desk.select_option("#role", "desk")
    desk.get_by_role("button", name="Mời và tạo liên kết").click()
    assert "/mo-tai-khoan/" in desk.input_value("#dia-chi")
    desk.goto(f"{office.base}/nguoi-dung?tim=nong+van+tam")
    assert "Đã mời, chưa mở" in desk.inner_text("main")


def test_a_file_is_seen_and_then_done(desk: Page, office: SimpleNamespace, tmp_path: Path, request) -> None:
    name = "Lý Văn Một" if "no-scripts" in request.node.name else "Lý Văn Hai"
    file = tmp_path / "nhan su.xlsx"
    file.write_bytes(book([name], ["Sai", "Chủ tịch nước"]))
    way = f"{office.base}/lam-viec/{office.world.commune.id}/chuc-vu"
    desk.goto(way)
    desk.get_by_role("link", name="Nhập từ tệp Excel").click()
    desk.set_input_files("#tep", file)
    desk.get_by_role("button", name="Xem trước").click()
    assert "1 dòng chưa nhập được" in desk.inner_text("main")
    if "no-scripts" not in request.node.name:
        assert faults_of(desk, "preview", []) == []
    file.write_bytes(book([name]))
    desk.get_by_role("link", name="Chọn tệp khác").click()
    desk.set_input_files("#tep", file)
    desk.get_by_role("button", name="Xem trước").click()
    desk.get_by_role("button", name="Nhập 1 dòng").click()
    assert "Đã nhập danh sách" in desk.inner_text("main")
    assert name in desk.inner_text("main")
