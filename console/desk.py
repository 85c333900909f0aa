"""What every command stands on: settings, the database, and one way to answer people and programs."""

import json
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import Any

import click
from sqlalchemy.exc import DBAPIError, OperationalError

from scheduler.core.clock import Clock, SystemClock, civil_date
from scheduler.core.errors import DomainError, InvalidInput, Objection
from scheduler.db.engine import make_engine
from scheduler.db.sealed import seal_with
from scheduler.db.units import Unit, units_by_code
from scheduler.db.work import UnitOfWork, Works
from scheduler.key_files import audit_key, seal_keys
from scheduler.settings import Settings
from scheduler.wording.refusals import error_sentence, fault_sentence, sentence

REFUSED = 1
_NO_ANSWER = "Cơ sở dữ liệu không trả lời. Kiểm tra máy chủ, quyền trên tệp và DATABASE_URL rồi chạy lại."
_NO_SUCH_TABLE = "42P01"
_WEATHER = ("unable to open", "readonly", "locked", "disk", "not a database")


@dataclass
class Desk:
    """Where a command works; the database is opened by the first that needs it."""

    settings: Settings
    clock: Clock = field(default_factory=SystemClock)
    as_json: bool = False

    @cached_property
    def works(self) -> Works:
        """Return what begins units of work. Raises: InvalidInput when the key's file is open to others."""
        key = audit_key(self.settings)
        engine = seal_with(make_engine(self.settings.url), partial(seal_keys, self.settings))
        return Works(engine, self.clock, key, self.settings.public_url)

    def say(self, value: Mapping[str, object], *lines: str) -> None:
        """Answer: ``value`` as JSON when that was asked for, else the lines."""
        if self.as_json:
            click.echo(json.dumps(value, ensure_ascii=False, indent=2, default=str))
            return
        for line in lines:
            click.echo(line)

    def unit(self, uow: UnitOfWork, code: str) -> Unit:
        """Return the unit that bears an official code today. Raises: InvalidInput."""
        found = units_by_code(uow.session, [code], civil_date(self.clock.now())).get(code)
        if found is None:
            raise InvalidInput.at("--unit", "no-such-unit-code", given=code)
        return found


class Commands(click.Group):
    """A group whose refusals are sentences on standard error and exit code 1; wrong usage is 2, as click has it."""

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401 - click's own signature
        """Run the command and answer for what it refuses."""
        answer: Any = None
        try:
            answer = super().invoke(ctx)
        except DomainError as refusal:
            desk = ctx.find_object(Desk)
            _refuse(refusal, as_json=desk is not None and desk.as_json)
            ctx.exit(REFUSED)
        except DBAPIError as failure:
            said = _said_of(failure)
            if said is None:
                raise
            click.echo(said, err=True)
            ctx.exit(REFUSED)
        return answer


def _said_of(failure: DBAPIError) -> str | None:
    """Return what to say of a database that cannot serve, None for what is a mistake of ours."""
    told = str(failure.orig)
    if "no such table" in told or getattr(failure.orig, "sqlstate", "") == _NO_SUCH_TABLE:
        return sentence("database-missing")
    on_sqlite = type(failure.orig).__module__.startswith("sqlite3")
    passing = any(sign in told for sign in _WEATHER) if on_sqlite else isinstance(failure, OperationalError)
    return _NO_ANSWER if passing else None


def _refuse(refusal: DomainError, *, as_json: bool) -> None:
    faults = refusal.faults if isinstance(refusal, InvalidInput) else ()
    told = {
        "code": refusal.detail or refusal.code,
        "detail": error_sentence(refusal),
        "errors": [{"where": fault.where, "code": fault.code, "detail": fault_sentence(fault)} for fault in faults],
    }
    if as_json:
        click.echo(json.dumps(told, ensure_ascii=False, indent=2), err=True)
        return
    click.echo(told["detail"], err=True)
    for fault in faults:
        click.echo(
            f"  {fault.where}: {fault_sentence(fault)}" if fault.where else f"  {fault_sentence(fault)}", err=True
        )
    if isinstance(refusal, Objection):
        click.echo(f"  ({len(refusal.findings)} vướng mắc; dùng bản xem trước để biết chi tiết)", err=True)


def with_json(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the switch --json, which every one of them has."""

    def switch(ctx: click.Context, _param: click.Parameter, value: bool) -> None:  # noqa: FBT001 - click's own signature
        if value:
            desk = ctx.find_object(Desk)
            if desk is not None:
                desk.as_json = True

    return click.option(
        "--json", is_flag=True, expose_value=False, is_eager=True, callback=switch, help="Answer in JSON."
    )(command)


def desk_of(environ: Mapping[str, str]) -> Desk:
    """Return the desk for an environment; bad settings end the program with a sentence for each."""
    try:
        return Desk(Settings.from_env(environ))
    except InvalidInput as refusal:
        _refuse(refusal, as_json=False)
        sys.exit(2)
