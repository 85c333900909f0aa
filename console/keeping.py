"""Commands of those who keep the service: verify, backup, openapi, keys, worker-status."""

import json
from datetime import datetime
from pathlib import Path

import click

from console.desk import REFUSED, Commands, Desk, with_json
from migrations.shape import strange
from scheduler import backups, keys, sealing
from scheduler.anchors import note_anchor
from scheduler.core.roles import OPERATOR, Role
from scheduler.db.engine import is_sqlite
from scheduler.db.journal import JournalHead
from scheduler.db.work import Works
from scheduler.key_files import add_seal_key
from scheduler.upkeep import JobHealth, job_health
from scheduler.verifying import look
from scheduler.wording.dates import moment
from scheduler.wording.refusals import damage_sentence, known, sentence
from web.app import create_app

MOST_LINES = 100
_desk = click.make_pass_decorator(Desk)
_HELD = "Bản sao lưu có toàn bộ cơ sở dữ liệu. Không có khóa nhật ký (audit.key): giữ khóa ở nơi khác."


_ONLY_CONTENTS = "Mục lục của bản sao lưu đọc được; nội dung và nhật ký chưa được xem."


class Anchor(click.ParamType[tuple[int, str]]):
    """A noted end of the journal: its number and seal with a colon between."""

    name = "SEQ:SEAL"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> tuple[int, str]:
        """Return number and seal."""
        if isinstance(value, tuple):
            return value
        seq, _, seal = str(value).partition(":")
        if not seq.isdecimal() or not seal:
            self.fail("Ghi mốc theo dạng SỐ:DẤU, ví dụ 120:9f2c…", param, ctx)
        return int(seq), seal


@click.command()
@click.option("--anchor", type=Anchor(), help="An end noted earlier; only it shows that the journal's end was cut.")
@click.option(
    "--file", "backup", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Look into a backup instead."
)
@with_json
@_desk
def verify(desk: Desk, anchor: tuple[int, str] | None, backup: Path | None) -> None:
    """Walk the journal's chain, compare every row with it, and print the chain's end to be noted elsewhere.

    Triggers, views and tables are compared with what the migrations make.

    The ends noted hour by hour in anchors.txt must all be found, and the file must have what the newest run noted.
    Exit code 1 when anything is damaged; it is named.
    """
    works = desk.works
    given = [] if anchor is None else [anchor]
    if backup is not None:
        found, head = backups.check(backup, works.audit_key, given, strange), None
    else:
        found = look(works, desk.settings.data, strange, given)
        head = _end(works) if found.whole else None
    lines = [*map(_fault_line, found.faults), *(damage_sentence(d.code, d.seq, d.table, d.row) for d in found.damage)]
    if len(lines) > MOST_LINES:
        lines = [*lines[:MOST_LINES], f"… và {len(lines) - MOST_LINES} chỗ hỏng khác."]
    value = {"sound": found.sound, "head": head, "faults": lines, "whole": found.whole}
    well = "Nhật ký và cơ sở dữ liệu nguyên vẹn." if found.whole else _ONLY_CONTENTS
    desk.say(value, *(lines or [well]), *([f"Mốc để lưu lại: {head}"] if head else []))
    if not found.sound:
        click.get_current_context().exit(REFUSED)


def _end(works: Works) -> str:
    with works.reading(OPERATOR) as uow:
        end = uow.session.get_one(JournalHead, 1)
        return f"{end.seq}:{end.seal}"


def _fault_line(fault: str) -> str:
    code, _, name = fault.partition(": ")
    return sentence(code, {"name": name}) if known(code) else f"Cơ sở dữ liệu báo: {fault}"


@click.command()
@click.option(
    "--to",
    "target",
    type=click.Path(dir_okay=False, path_type=Path),
    help="File to write; default: backups/ in the data folder.",
)
@with_json
@_desk
def backup(desk: Desk, target: Path | None) -> None:
    """Write a backup while everybody works on. It holds the whole database, and not the journal's key."""
    works = desk.works
    name = backups.name_at(works.clock.now(), sqlite=is_sqlite(works.engine))
    made = backups.take(works.engine, target or desk.settings.data / "backups" / name)
    with works.writing(OPERATOR) as uow:
        uow.record("BackupTaken", made.path.name, None, bytes=made.size)
    with works.reading(OPERATOR) as uow:
        note_anchor(uow, desk.settings.data)
    desk.say(
        {"file": str(made.path), "bytes": made.size, "holds_audit_key": False}, f"{made.path} ({made.size} byte)", _HELD
    )


@click.command()
@with_json
@_desk
def openapi(desk: Desk) -> None:
    """Print the OpenAPI document of the API."""
    answer = create_app(desk.settings).test_client().get("/api/openapi.json")
    click.echo(json.dumps(answer.get_json(), ensure_ascii=False, indent=2))


@click.group("keys", cls=Commands)
def keys_group() -> None:
    """Issue, list and revoke keys of programs."""


@keys_group.command("issue")
@click.option("--name", required=True, help="Whose key it is.")
@click.option("--unit", "unit_code", metavar="CODE", help="The unit it is bound to; the whole country without it.")
@click.option("--role", type=click.Choice([role.value for role in Role]), required=True)
@click.option("--expires", type=click.DateTime(["%Y-%m-%d"]), help="Its last day.")
@with_json
@_desk
def issue(desk: Desk, name: str, unit_code: str | None, role: str, expires: datetime | None) -> None:
    """Issue a key. Its secret is printed this once and kept nowhere."""
    with desk.works.writing(OPERATOR) as uow:
        unit = desk.unit(uow, unit_code) if unit_code else None
        last = expires.date() if expires else None
        key, secret = keys.issue_key(uow, name, unit.id if unit else None, Role(role), last)
    desk.say({"id": key.id, "name": key.name, "secret": secret}, f"{key.id}  {key.name}", secret)


@keys_group.command("list")
@with_json
@_desk
def list_command(desk: Desk) -> None:
    """List keys, revoked ones too, without their secrets."""
    with desk.works.reading(OPERATOR) as uow:
        found = keys.list_keys(uow, limit=10_000)
    values = [
        {
            "id": key.id,
            "name": key.name,
            "role": key.role.value,
            "unit_id": key.unit_id,
            "issued_at": key.issued_at,
            "expires_on": key.expires_on,
            "revoked_at": key.revoked_at,
        }
        for key in found
    ]
    lines = [f"{k.id}  {k.role.value:<13} {'thu hồi' if k.revoked_at else 'hiệu lực':<9} {k.name}" for k in found]
    desk.say({"keys": values}, *(lines or ["Chưa có khóa nào."]))


@keys_group.command("revoke")
@click.argument("key_id")
@with_json
@_desk
def revoke(desk: Desk, key_id: str) -> None:
    """Close a key for good."""
    with desk.works.writing(OPERATOR) as uow:
        key = keys.revoke_key(uow, key_id)
    desk.say({"id": key.id, "revoked_at": key.revoked_at}, f"Đã thu hồi khóa {key.name}.")


@keys_group.command("rotate-seal")
@with_json
@_desk
def rotate_seal(desk: Desk) -> None:
    """Make a new key for sealed columns and seal everything anew with it, while people work.

    The key before stays in seal.keys until the next time, for processes that run; keep a copy of the file.
    """
    add_seal_key(desk.settings)
    works, batches = desk.works, 0
    for table in sealing.sealed_tables():
        after: str | None = ""
        while after is not None:
            with works.writing(OPERATOR) as uow:
                after = sealing.seal_anew(uow, table, after)
            batches += 1
    with works.writing(OPERATOR) as uow:
        sealing.note_rotation(uow, batches)
    path = desk.settings.seal_keys_file
    desk.say(
        {"file": str(path), "batches": batches}, f"Đã niêm phong lại bằng khóa mới ({path}). Lưu tệp này ở nơi khác."
    )


@click.command("worker-status")
@with_json
@_desk
def worker_status(desk: Desk) -> None:
    """Say when each of the worker's jobs last ended well. Exit code 1 when one is late or warns."""
    with desk.works.reading(OPERATOR) as uow:
        found = job_health(uow)
    values = [
        {"job": j.job, "last_due": j.last_due, "last_success": j.last_success, "outcome": j.outcome, "late": j.late}
        for j in found
    ]
    lines = [_job_line(health) for health in found]
    desk.say({"jobs": values, "warns": any(j.warns for j in found)}, *lines)
    if any(j.warns for j in found):
        click.get_current_context().exit(REFUSED)


def _job_line(health: JobHealth) -> str:
    mark, last = "!" if health.warns else " ", health.last_success
    return f"{mark} {health.job:<15} {moment(last) if last else 'chưa chạy':<17} {health.outcome}"
