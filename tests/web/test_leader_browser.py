"""The leader's telephone in a real browser: presses counted, thumbs, keyboard, no scripts, no barriers."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from migrations import upgrade
from scheduler import asking
from scheduler.core.clock import StoppedClock
from scheduler.core.facts import DayPart
from scheduler.core.roles import OPERATOR
from scheduler.core.wishes import Cause
from scheduler.db.work import UnitOfWork
from scheduler.settings import Settings
from scheduler.wording.language import Language
from tests.web import looking
from tests.web.browsing import barriers, enter, served
from tests.web.leading import leader_of, one_more, secretary_of, with_law
from tests.web.world import fill
from web.app import create_app
from web.guard import Seen

SECRET = "a-cookie-of-the-tests"  # noqa: S105 - opens nothing but a test
TODAY = datetime(2026, 11, 26, 0, 30, tzinfo=UTC)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SimpleNamespace]:
    """The office on the day of a meeting: its leader's pages, and at ``desk`` its secretary's."""
    clock = StoppedClock(TODAY)
    app = create_app(Settings(data=tmp_path_factory.mktemp("leader")), clock)
    upgrade(app.extensions["works"].engine)
    with app.extensions["works"].writing(OPERATOR) as uow:
        world = fill(uow)
    with_law(app)
    leader, secretary = leader_of(app, world), secretary_of(app, world)
    for n in range(200):
        with app.extensions["works"].writing(leader) as uow:
            away = date.fromordinal(date(2027, 3, 1).toordinal() + n)
            asked = asking.ask_absence(uow, away, away, DayPart.ALL, cause=Cause.MISSION, words="")
    one_more(app, world, on=date(2026, 12, 8))
    with served(app) as base:
        yield SimpleNamespace(
            app=app, world=world, base=base, asked=asked, people={"leader": leader, "secretary": secretary}
        )
    app.extensions["works"].engine.dispose()


def hand(browser: Browser, office: SimpleNamespace, who: str, width: int = 360, **more: object) -> BrowserContext:
    here = office.people[who]

    def who_is(_uow: UnitOfWork, secret: str) -> Seen | None:
        return Seen(here, "Nguyễn Văn Chủ", "Xã Tân Đoàn", Language.VIETNAMESE, secret) if secret == SECRET else None

    office.app.extensions["who_is"] = who_is
    return enter(browser, office.base, SECRET, viewport={"width": width, "height": 760}, **more)


@pytest.fixture(params=[True, False], ids=["scripts", "no-scripts"])
def phone(request: pytest.FixtureRequest, browser: Browser, office: SimpleNamespace) -> Iterator[Page]:
    context = hand(browser, office, "leader", java_script_enabled=request.param)
    yield context.new_page()
    context.close()


class Thumb:
    """Counts presses."""

    def __init__(self, page: Page) -> None:
        self.page, self.presses = page, 0

    def press(self, name: str, role: str = "link") -> None:
        self.page.get_by_role(role, name=name).first.click()
        self.presses += 1


def test_a_leader_sees_who_and_what_comes_today_within_two_presses(phone: Page, office: SimpleNamespace) -> None:
    phone.goto(f"{office.base}/cua-toi")
    thumb = Thumb(phone)
    assert "26/11/2026" in phone.inner_text("main")
    thumb.press("Xem buổi hôm nay")
    assert "Đất đai, giải phóng mặt bằng" in phone.inner_text("main")
    assert "Phòng Kinh tế, Công an xã" in phone.inner_text("main")
    assert thumb.presses <= 2


def test_a_leader_subscribes_within_three_presses(phone: Page, office: SimpleNamespace) -> None:
    phone.goto(f"{office.base}/cua-toi")
    thumb = Thumb(phone)
    thumb.press("Đăng ký lịch vào điện thoại")
    thumb.press("Tạo liên kết", role="button")
    address = phone.get_by_role("link", name="Thêm vào iPhone/Mac").get_attribute("href")
    assert address.startswith("webcal://")
    assert thumb.presses + 1 <= 3
    phone.reload()
    assert phone.locator("#dia-chi").count() == 0


def test_a_leader_reports_an_absence_without_a_mouse(
    phone: Page, office: SimpleNamespace, request: pytest.FixtureRequest
) -> None:
    part = "all" if "no-scripts" in request.node.name else "morning"
    phone.goto(f"{office.base}/cua-toi/bao-ban?first_on=2026-12-08&part={part}")
    assert "Có 1 buổi vướng ngày bận" in phone.inner_text("main")
    button = phone.get_by_role("button", name="Gửi báo bận")
    for _ in range(40):
        phone.keyboard.press("Tab")
        if button.evaluate("it => it === document.activeElement"):
            break
    phone.keyboard.press("Enter")
    phone.wait_for_url("**/cua-toi?xong=*")
    assert "Đã gửi thư ký" in phone.inner_text("main")


def _paths(office: SimpleNamespace) -> list[tuple[str, str]]:
    ids, unit = office.world.ids, office.world.commune.id
    return [
        ("leader", "/cua-toi"),
        ("leader", "/cua-toi/bao-ban?first_on=2026-11-26"),
        ("leader", "/cua-toi/bao-ban?first_on=1"),
        ("leader", f"/cua-toi/tiep-thay?meeting_id={ids['soon']}"),
        ("leader", "/cua-toi/lich"),
        ("leader", f"/cua-toi/buoi/{ids['soon']}"),
        ("leader", f"/cua-toi/buoi/{ids['held']}"),
        ("secretary", f"/lam-viec/{unit}/de-nghi"),
        ("secretary", f"/lam-viec/{unit}/de-nghi/{office.asked.id}"),
    ]


def test_no_page_has_a_barrier_scrolls_sideways_or_misses_a_thumb(browser: Browser, office: SimpleNamespace) -> None:
    wrong: list[object] = []
    for who, path in _paths(office):
        context = hand(browser, office, who)
        page = context.new_page()
        ears = looking.Ears(page)
        status = page.goto(office.base + path).status
        assert page.url == office.base + path
        # No form of ours sends a date that the browser could not show; somebody wrote it into the address.
        wrong += [(path, line) for line in ears.heard(status) if "does not conform" not in line]
        wrong += [(path, bar) for bar in [barriers(page)] if bar]
        wrong += [(path, one) for one in looking.too_small(page, 44 if who == "leader" else 24)]
        wrong += [(path, one) for one in looking.sideways(page)]
        assert page.locator("h1").count() == 1
        context.close()
    assert wrong == []
