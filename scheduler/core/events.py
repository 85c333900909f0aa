"""Everything that can happen, in the past tense. An event is a fact; it is written once and never changed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened to one subject.

    ``kind`` is a name from KINDS; ``subject`` the id of the row it happened to; ``unit_id`` whose it is (None:
    the country's); ``values`` must be JSON and must hold no citizen's name.
    """

    kind: str
    subject: str
    unit_id: str | None = None
    values: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Refuse a kind nobody has written down. Raises ValueError."""
        if self.kind not in KINDS:
            msg = f"unknown kind of event: {self.kind}"
            raise ValueError(msg)

    def body(self) -> dict[str, Any]:
        """Return the values as a plain dict for storing."""
        return dict(self.values)


KINDS: dict[str, str] = {
    "UnitsImported": "units were loaded from the shipped or a given list",
    "UnitChanged": "a unit's address, telephone or other description changed",
    "OfficeOpened": "an office was set up at a unit",
    "OfficeChanged": "an office's title changed",
    "OfficeClosed": "an office ended",
    "PersonAdded": "a person was entered",
    "PersonChanged": "a person's name changed",
    "TenureBegun": "a person took an office",
    "TenureEnded": "a person left an office",
    "PlaceAdded": "a place was entered",
    "PlaceChanged": "a place's name, address or number of rooms changed",
    "AbsenceAdded": "an absence or blocking span was entered",
    "AbsenceChanged": "the span or the reason of an absence changed",
    "AbsenceRemoved": "an absence or blocking span was withdrawn",
    "CalendarDaySet": "a day off or make-up day was entered or corrected",
    "CalendarDayRemoved": "a day off or make-up day was withdrawn",
    "LawLoaded": "the shipped rules were loaded",
    "RuleAdded": "a rule, national or local, began",
    "RuleEnded": "a rule was ended",
    "PatternAdded": "a pattern of dates began",
    "PatternEnded": "a pattern of dates was ended",
    "PlanDrafted": "dates were proposed and kept as drafts",
    "PlanUndone": "the drafts of a plan were dropped together, untouched",
    "MeetingDrafted": "a meeting was drafted",
    "MeetingChanged": "a meeting's description changed",
    "MeetingApproved": "a meeting was approved",
    "MeetingReturned": "an approval was taken back",
    "MeetingPublished": "a meeting was published",
    "MeetingPosted": "evidence of posting through a channel was entered",
    "PostingWithdrawn": "a posting was taken down",
    "MeetingMoved": "a meeting got another date",
    "MeetingRearranged": "a meeting got other hours or places; its date stayed",
    "MeetingPostponed": "a meeting was postponed without a date, with a ground",
    "MeetingCancelled": "a meeting was cancelled",
    "MeetingHeld": "a meeting was held",
    "MeetingNotHeld": "a meeting's day passed without a record of it",
    "MeetingDelegated": "a deputy was named to sit in for an office",
    "MeetingCorrected": "a record of a held meeting was corrected",
    "MeetingDropped": "a draft was dropped",
    "ObjectionOverruled": "somebody entitled went on against what an office was left short of, with a written ground",
    "PeriodExcused": "a reason was recorded for an unmet period",
    "PeriodLocked": "a month of a unit was locked: what changes in it from then on is marked for ever",
    "ExplanationAsked": "a unit was asked to explain how a minimum of a period stands",
    "ExplanationAnswered": "a unit explained how a minimum of a period stands",
    "KeyIssued": "an API key was issued",
    "KeyRevoked": "an API key was revoked",
    "FeedLinkIssued": "a secret calendar link was issued",
    "FeedLinkRevoked": "a secret calendar link was revoked",
    "AccountInvited": "somebody was invited, or invited again",
    "InvitationAccepted": "somebody opened an account by its invitation",
    "AccountChanged": "an account's name or language changed",
    "AccountBegunAnew": "an account lost its password and second step, and was invited again",
    "AccountLeft": "an account ended with everything that it opened",
    "AccountChangeAsked": "an administrator asked for a change that takes two",
    "AccountChangeConfirmed": "a second administrator confirmed a change",
    "AccountChangeWithdrawn": "a change that waited for a second administrator was dropped",
    "AssignmentBegun": "an account was given a role",
    "AssignmentEnded": "a role of an account ended",
    "AssignmentChosen": "somebody chose as what to act",
    "SignInBegun": "somebody gave the right password; the second step is still to come",
    "SteppedUp": "somebody who is signed in gave the password again",
    "SessionsForgotten": "sessions that ended long ago were removed",
    "SignedIn": "somebody signed in",
    "SignedOut": "somebody signed out, or ended a session elsewhere",
    "SignedOutEverywhere": "somebody ended all sessions of the account",
    "ResetAsked": "a link for a forgotten password was asked for",
    "PasswordChanged": "a password was set or changed",
    "PasswordKeptAnew": "a password is kept at a higher cost than before, by a sign-in with it",
    "SecondStepSet": "a second step of signing in was set up",
    "SecondStepRemoved": "a second step of signing in was given up",
    "IdentityBound": "an agency account was bound to an account, and opens it from then on",
    "IdentityEnded": "an agency account opens an account no more",
    "RowsWritten": "rows were written and nothing else was told of it",
    "RowsTakenIn": "rows as they stood after a migration were given fingerprints",
    "DamageFound": "the nightly look at the database found something damaged",
    "StandingsCorrected": "kept verdicts differed from what is judged, and were put right",
    "SealKeyRotated": "sealed columns were sealed anew with a new key",
    "RequestMade": "a leader or deputy asked for an absence or a stand-in",
    "RequestGranted": "a request was granted, and what it asked for was done with it",
    "RequestDeclined": "a request was declined, with a reason",
    "RequestWithdrawn": "whoever made a request withdrew it",
    "ChairConfirmed": "somebody confirmed that a head was in the chair",
    "MailTested": "a test letter was handed to the mail server",
    "BackupTaken": "a backup was taken",
    "DemoLoaded": "the demonstration was loaded",
    "JournalExported": "somebody took entries of the journal away in a file",
}

REACHING_BELOW = frozenset(
    {"AbsenceAdded", "AbsenceChanged", "AbsenceRemoved", "RuleAdded", "RuleEnded", "UnitChanged"}
)
"""What happens at a unit and may change how the units below it stand with the law."""

CHANGING_NO_STANDING = frozenset(
    {
        *("PlaceAdded", "PlaceChanged", "PatternAdded", "PatternEnded", "PlanDrafted", "PersonAdded"),
        *("PeriodLocked", "ExplanationAsked", "ExplanationAnswered"),
        *("KeyIssued", "KeyRevoked", "FeedLinkIssued", "FeedLinkRevoked", "BackupTaken", "SealKeyRotated"),
        *("RowsWritten", "RowsTakenIn", "DamageFound", "StandingsCorrected", "MailTested"),
        *("AccountInvited", "InvitationAccepted", "AccountChanged", "AccountBegunAnew", "AccountLeft"),
        *("AccountChangeAsked", "AccountChangeConfirmed", "AccountChangeWithdrawn"),
        *("AssignmentBegun", "AssignmentEnded", "AssignmentChosen", "SignedIn", "SignedOut", "SignedOutEverywhere"),
        *("SignInBegun", "SteppedUp", "SessionsForgotten"),
        *("ResetAsked", "PasswordChanged", "PasswordKeptAnew", "SecondStepSet", "SecondStepRemoved"),
        *("IdentityBound", "IdentityEnded"),
        *("RequestMade", "RequestGranted", "RequestDeclined", "RequestWithdrawn", "ChairConfirmed", "JournalExported"),
    }
)
"""What changes nobody's standing with the law. Whatever is not named here may; of no unit, it may change everybody's.

What a request grants is an event of its own. A confirmation makes nothing count.
"""
