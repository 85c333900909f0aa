"""Rows of the tables that came later: of people who sign in, and of oversight."""

from datetime import date

from sqlalchemy import select

from scheduler.core.roles import Role
from scheduler.core.signing import DeviceKind, Guess
from scheduler.core.wishes import Cause, Wish
from scheduler.db.accounts import Account, AccountChange, AccountLink, Assignment, Purpose
from scheduler.db.confirmations import ChairConfirmation, Word
from scheduler.db.explanations import Explanation
from scheduler.db.identities import Identity
from scheduler.db.locks import Correction, LockedVerdict, PeriodLock
from scheduler.db.meetings import Meeting
from scheduler.db.offices import Office
from scheduler.db.requests import Request
from scheduler.db.sealed import Sealable
from scheduler.db.signing import KnownDevice, LoginSession, Outcome, SignInAttempt
from scheduler.db.standing import Standing, StandingDue, StandingYear
from scheduler.db.units import Unit
from scheduler.db.work import UnitOfWork

DAY = date(2026, 12, 15)
DIGEST = "of nothing"


def people(uow: UnitOfWork, unit: Unit, office: Office, person_id: str) -> None:
    """Put something into the tables of accounts."""
    now, made = uow.now, {"made_at": uow.now, "made_by": "x"}
    account = Account(
        id=uow.new_id(), unit_id=unit.id, email="a@x.vn", name="x", person_id=person_id, language="vi",
        password_hash=DIGEST, totp_step=1, ended_at=now, **made,
    )  # fmt: skip
    account.totp = Sealable(account.id, "secret")
    uow.session.add(account)
    uow.session.flush()
    theirs = {"account_id": account.id}
    held = Assignment(
        id=uow.new_id(), role=Role.LEADER, unit_id=unit.id, office_id=office.id, first_on=DAY, last_on=DAY,
        **theirs, **made,
    )  # fmt: skip
    uow.session.add(held)
    uow.session.flush()
    bound = Identity(id=uow.new_id(), issuer="https://x.vn", subject="s", bound_at=now, ended_at=now, **theirs)
    link = {"purpose": Purpose.INVITE, "secret_digest": "d", "made_at": now, "expires_at": now, "used_at": now}
    asked = {"kind": "leave", "terms": {"x": 1}, "asked_at": now, "asked_by": "x", "settled_at": now, "settled_by": "y"}
    spans = {"begun_at": now, "seen_at": now, "ends_at": now, "passed_at": now, "stepped_up_at": now, "ended_at": now}
    guess = {"kind": Guess.CODE, "email_digest": "e", "address_digest": "a", "device_id": "d", "at": now}
    uow.session.add_all(
        [
            AccountLink(id=uow.new_id(), **link, **theirs),
            AccountChange(id=uow.new_id(), unit_id=unit.id, confirmed=True, **asked, **theirs),
            LoginSession(
                id=uow.new_id(), assignment_id=held.id, secret_digest=f"{DIGEST}s", device="x", kind=DeviceKind.DESK,
                identity_id=bound.id, **spans, **theirs,
            ),
            bound,
            SignInAttempt(id=uow.new_id(), outcome=Outcome.PASSED, **guess),
            KnownDevice(id=uow.new_id(), secret_digest=f"{DIGEST}k", made_at=now, seen_at=now, **theirs),
        ]
    )  # fmt: skip
    uow.session.flush()


def oversight(uow: UnitOfWork, unit: Unit, office: Office, meeting: Meeting) -> None:
    """Put something into the tables of oversight."""
    now, where = uow.now, {"unit_id": unit.id, "office_id": office.id}
    lock = PeriodLock(id=uow.new_id(), unit_id=unit.id, first_on=DAY, locked_at=now, locked_by="x")
    uow.session.add(lock)
    uow.session.flush()
    meeting.after_lock = True
    counts = ("month", "rank", "required", "held", "planned", "missing", "delegated", "adhoc", "late_publications")
    more = ("late_entries", "after_lock", "insisted")
    texts = ("province_id", "level", "duty", "activity", "sub_type", "period_kind", "status", "reason")
    uow.session.add_all(
        [
            LockedVerdict(
                office_id=office.id, obligation="x", first_on=DAY, lock_id=lock.id, status="met", required=2, held=2
            ),
            Correction(
                id=uow.new_id(), first_on=DAY, meeting_id=meeting.id, subject=meeting.id, kind="MeetingHeld",
                ground="x", entered_at=now, entered_by="x", **where,
            ),
            Explanation(
                id=uow.new_id(), rule_id="L-1", first_on=DAY, period="2026-12", question="x", asked_at=now,
                asked_by="x", asked_from=unit.id, answer="x", answered_at=now, answered_by="y", **where,
            ),
            Standing(
                rule_id="L-1", first_on=DAY, last_on=DAY, year=2026, leads=True, excused=True, judged_on=DAY,
                last_feasible=DAY, **dict.fromkeys((*counts, *more), 1), **dict.fromkeys(texts, "x"), **where,
            ),
            StandingYear(unit_id=unit.id, year=2026, judged_on=DAY),
            StandingDue(id=uow.new_id(), unit_id=unit.id, below=True, marked_at=now),
        ]
    )  # fmt: skip
    uow.session.flush()


def asking(uow: UnitOfWork, unit: Unit, office: Office, person_id: str, meeting: Meeting) -> None:
    """Put something into what leaders ask for and confirm."""
    account_id = uow.session.execute(select(Account.id)).scalar_one()
    meeting.recorded_by = "x"
    asked = {"asked_at": uow.now, "asked_by": account_id, "settled_at": uow.now, "settled_by": "x", "answer": "x"}
    whose = {"unit_id": unit.id, "office_id": office.id, "person_id": person_id, "first_on": DAY, "last_on": DAY}
    uow.session.add_all(
        [
            Request(id=uow.new_id(), wish=Wish.ABSENCE, cause=Cause.LEAVE, deputy="x", words="x", **whose, **asked),
            Request(id=uow.new_id(), wish=Wish.STAND_IN, meeting_id=meeting.id, **whose, **asked),
            ChairConfirmation(
                id=uow.new_id(),
                meeting_id=meeting.id,
                office_id=office.id,
                account_id=account_id,
                word=Word.CHAIR,
                for_day=DAY,
                confirmed_at=uow.now,
            ),
        ]
    )
    uow.session.flush()
