"""Commands that prepare and fill the database: init, migrate, demo, welcome, import-units."""

import gc
import json
import os
import socket
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from urllib.parse import urlsplit

import click

import migrations
from console.desk import Desk, with_json
from scheduler.core.errors import InvalidInput, Unavailable
from scheduler.core.roles import OPERATOR
from scheduler.db.fingerprints import take_in
from scheduler.db.work import Works
from scheduler.demo import loading
from scheduler.first_start import offer
from scheduler.installing import Installed, install
from scheduler.passwords import Passwords
from scheduler.unit_import import import_file
from scheduler.units import import_units

DEMO_KEYS = "demo-keys.json"
PATIENCE = 8
"""How often a first load waits again for another one; each wait is 3 to 10 seconds."""
_READY = "Đã sẵn sàng. Mới nạp: {units} đơn vị, {rules} quy định, {days} ngày nghỉ."
_TOLD_AGAIN = "Lịch đăng ký đã mất mục của {meetings} buổi; đã dựng lại."
_READDRESSED = "Địa chỉ của dịch vụ đã đổi; lịch đăng ký của {meetings} buổi sắp tới nay dẫn tới địa chỉ mới."
_FIRST_START = (
    "Chưa có tài khoản nào. Mở địa chỉ này một lần, trong 48 giờ, để lập tài khoản đầu tiên: {address}\n"
    "Nạp dữ liệu minh họa thì địa chỉ này đóng."
)
_desk = click.make_pass_decorator(Desk)


@click.command()
@with_json
@_desk
def init(desk: Desk) -> None:
    """Prepare the data folder, the key of the journal and the database; load units, law and calendar.

    Safe to run again, and by two at once: what stands is not changed. Calendars that lost the entries of meetings get
    them again, and after PUBLIC_BASE_URL changed those of coming meetings lead to the new address.
    """
    works = desk.works
    before = migrations.current(works.engine)
    migrations.upgrade(works.engine)
    _take_in(works, before)
    made = _install(works)
    found = {"data": str(desk.settings.data), **asdict(made)}
    told = [_READY.format(units=made.units, rules=made.rules, days=made.days)]
    told += [_TOLD_AGAIN.format(meetings=made.told_again)] if made.told_again else []
    told += [_READDRESSED.format(meetings=made.readdressed)] if made.readdressed else []
    with works.reading(OPERATOR) as uow:
        address = offer(uow, desk.settings)
    found["first_start"] = address
    told += [_FIRST_START.format(address=address)] if address else []
    desk.say(found, *told)


def _install(works: Works) -> Installed:
    """Load what an empty database needs; another first load that runs meanwhile is waited for."""
    for _ in range(PATIENCE):
        with suppress(Unavailable), works.writing(OPERATOR) as uow:
            return install(uow)
    with works.writing(OPERATOR) as uow:
        return install(uow)


def _take_in(works: Works, before: str | None) -> None:
    """Give fingerprints to rows that a migration left without or altered; none where none was run."""
    after = migrations.current(works.engine)
    if before is None or before == after or after != migrations.newest():
        return
    with works.writing(OPERATOR) as uow:
        rows = take_in(uow.session, works.audit_key)
        if rows:
            uow.record("RowsTakenIn", "database", None, rows=rows, before=before, after=after)


@click.command()
@click.option("--to", "revision", help="Revision to go to, up or down; the newest when not given.")
@with_json
@_desk
def migrate(desk: Desk, revision: str | None) -> None:
    """Bring the database to another revision. Take a backup first.

    Going down is refused while rows stand that the older schema has no place for; nothing is changed then.
    """
    engine, there = desk.works.engine, migrations.revisions()
    if revision is not None and revision not in there:
        raise InvalidInput.at("--to", "no-such-revision", given=revision, known=there)
    before = migrations.current(engine)
    if revision is not None and before is not None and revision < before:
        migrations.downgrade(engine, revision)
    else:
        migrations.upgrade(engine, revision or "head")
        _take_in(desk.works, before)
    after = migrations.current(engine)
    desk.say({"before": before, "after": after}, f"Lược đồ dữ liệu: {before or 'trống'} → {after}")


@click.command()
@click.option("--if-empty", is_flag=True, help="Do nothing when offices stand already.")
@with_json
@_desk
def demo(desk: Desk, *, if_empty: bool) -> None:
    """Load the demonstration: Lạng Sơn with all its communes, two months past and two ahead.

    Its keys are written to demo-keys.json in the data folder, readable by you only, because the service itself keeps
    nothing but their digests. Never load it into a database of real work.
    """
    works = desk.works
    if if_empty:
        with works.reading(OPERATOR) as uow:
            if not loading.is_empty(uow):
                desk.say({"loaded": False}, "Đã có dữ liệu, giữ nguyên.")
                return
    if not desk.as_json:
        click.echo("Đang nạp dữ liệu minh họa (khoảng một phút)…")
    gc.disable()  # a third of the time went into looking for garbage among rows that all live to the end
    try:
        with works.writing(OPERATOR) as uow:
            made = loading.load(uow, works.audit_key, Passwords.by(desk.settings))
    finally:
        gc.enable()
    keys = {
        "public_name": made.public_name,
        "feed": made.feed,
        "unit_id": made.unit_id,
        "keys": [{"unit": s.unit, "role": s.role, "secret": s.secret} for s in made.sign_ins],
        "accounts": [{"unit": a.unit, "role": a.role, "email": a.email} for a in made.accounts],
        "password": made.password,
    }
    _keep_secret(desk.settings.data / DEMO_KEYS, json.dumps(keys, ensure_ascii=False, indent=2))
    said = f"Đã nạp dữ liệu minh họa: {made.units} đơn vị, {made.meetings} buổi."
    desk.say({"loaded": True, "units": made.units, "meetings": made.meetings}, said)


def _keep_secret(path: Path, text: str) -> None:
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as out:
        out.write(text)


@click.command()
@with_json
@_desk
def welcome(desk: Desk) -> None:
    """Print the addresses to open, and the demonstration's keys when it was loaded here."""
    if not desk.settings.data.is_dir():
        raise InvalidInput.at("TIEPDAN_DATA", "data-folder-missing", folder=str(desk.settings.data))
    base, path = desk.settings.public_url, desk.settings.data / DEMO_KEYS
    addresses = {"Trang chủ": f"{base}/", "API": f"{base}/api/docs"}
    known = json.loads(path.read_text(encoding="utf-8")) if path.exists() else None
    if known:
        addresses["Xã Tân Đoàn"] = f"{base}/don-vi/{known['public_name']}"
        addresses["Lịch công khai (iCal)"] = f"{base}/lich/{known['public_name']}.ics"
        addresses["Lịch riêng của Chủ tịch"] = f"{base}/lich/{known['feed']}.ics"
    running = _answers(base)
    lines = ["", "Tiếp Dân đang chạy." if running else "Địa chỉ khi chạy:"]
    lines += [f"  {name:<26} {address}" for name, address in addresses.items()]
    if known:
        lines += ["", f"Khóa API của bản minh họa (lưu tại {path}, chỉ dùng để thử):"]
        lines += [f"  {k['role']:<13} {k['unit'] or 'cả nước':<16} {k['secret']}" for k in known["keys"]]
        lines += ["", f"Tài khoản của bản minh họa, mật khẩu chung: {known['password']}"]
        lines += [f"  {a['role']:<13} {a['unit'] or 'cả nước':<16} {a['email']}" for a in known["accounts"]]
    lines += ["", "Ctrl-C để dừng."] if running else ["", "Lúc này không có gì trả lời ở địa chỉ đó."]
    desk.say({"running": running, "addresses": addresses, "demo": known}, *lines)


def _answers(base: str) -> bool:
    """Tell whether anything listens where the service says it is."""
    place = urlsplit(base)
    port = place.port or (443 if place.scheme == "https" else 80)
    try:
        socket.create_connection((place.hostname or "", port), timeout=1).close()
    except OSError:
        return False
    return True


@click.command("import-units")
@click.argument("file", required=False, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Say what would change, and change nothing.")
@with_json
@_desk
def import_units_command(desk: Desk, file: Path | None, *, dry_run: bool) -> None:
    """Load units from FILE (CSV with the columns of scheduler/data/units.csv), or the shipped list without it.

    All rows or none. What stands is not changed: a unit that ended gets its valid_to, a new one its own row.
    """
    begin = desk.works.rehearsing if dry_run else desk.works.writing
    with begin(OPERATOR) as uow:
        if file is None:
            made = import_units(uow)
            counts = {"added": made.units + made.former_units, "ended": 0, "unchanged": 0}
        else:
            read = import_file(uow, file.read_bytes())
            counts = {"added": read.added, "ended": read.ended, "unchanged": read.unchanged}
    head = "Sẽ thêm" if dry_run else "Đã thêm"
    said = f"{head} {counts['added']} đơn vị, kết thúc {counts['ended']}, giữ nguyên {counts['unchanged']}."
    desk.say({"dry_run": dry_run, **counts}, said)
