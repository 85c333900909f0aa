"""Calendar feeds: secret links to them, and what a calendar gets when it asks."""

import hashlib
import logging
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import Engine

from scheduler.core.clock import Clock, civil_date
from scheduler.core.errors import Conflict, Gone, InvalidInput, NotAllowed, NotFound, Unavailable
from scheduler.core.ids import digest, new_secret
from scheduler.core.roles import OFFICE_ROLES, Action
from scheduler.core.vietnamese import nfc
from scheduler.db.feed_state import RETRY_AFTER, Feeds, Standing, Window, keep_built, note_fetched
from scheduler.db.feeds import FeedLink, FeedScope, feed_id, get_link, list_feed_links, parse_feed_id
from scheduler.db.offices import Person, get_office
from scheduler.db.scope import reads, writes
from scheduler.db.work import UnitOfWork
from scheduler.ical.body import compose
from scheduler.ical.cache import BodyCache, Made
from scheduler.ical.entries import all_of, renewed
from scheduler.settings import Settings
from scheduler.wording.feeds import feed_title

_LONGEST_NAME = 100
_MEGABYTE = 1_000_000
_log = logging.getLogger(__name__)


def issue_link(
    uow: UnitOfWork, scope: FeedScope, target_id: str, name: str, link_id: str | None = None
) -> tuple[FeedLink, str]:
    """Make a secret address of an office's, a person's or a unit's own feed; return it with the secret.

    The secret is shown this once: only its digest is stored. ``name`` is the owner's, 1 to 100 letters ("iPhone").
    ``link_id``: the id under which it was asked for, so that a form sent twice makes one link. Who acts for an office
    makes links of that office and of themselves only.
    Raises: InvalidInput, NotFound, NotAllowed, Conflict (made already).
    """
    unit_id = _unit_of(uow, scope, target_id)
    writes(uow, unit_id, Action.KEEP_FEEDS)
    if not _is_own(uow, scope, target_id):
        raise NotAllowed("only-own-feeds", action=Action.KEEP_FEEDS.value, role=uow.actor.role.value)
    if link_id is not None and uow.session.get(FeedLink, link_id) is not None:
        raise Conflict("link-made-already")
    named = nfc(name)
    if not 1 <= len(named) <= _LONGEST_NAME:
        raise InvalidInput.at("name", "length", low=1, high=_LONGEST_NAME)
    secret = new_secret()
    link = FeedLink(
        id=link_id or uow.new_id(),
        secret_digest=digest(secret),
        feed_id=feed_id(scope, target_id),
        unit_id=unit_id,
        scope=scope.value,
        target_id=target_id,
        name=named,
        issued_at=uow.now,
        issued_by=uow.actor.id,
    )
    uow.session.add(link)
    uow.session.flush()
    uow.record("FeedLinkIssued", link.id, unit_id, scope=link.scope, target=target_id, name=named)
    return link, secret


def revoke_link(uow: UnitOfWork, link_id: str) -> FeedLink:
    """Close a secret address for good; the next poll is told so. Closing it again changes nothing.

    Raises: NotFound, NotAllowed.
    """
    link = get_link(uow.session, link_id)
    _see(uow, link)
    writes(uow, link.unit_id, Action.KEEP_FEEDS)
    if not _is_own(uow, FeedScope(link.scope), link.target_id):
        raise NotFound(kind="feed_link", id=link.id)
    if link.revoked_at is None:
        link.revoked_at = uow.now
        uow.record("FeedLinkRevoked", link.id, link.unit_id, scope=link.scope, target=link.target_id)
    return link


def list_links(uow: UnitOfWork, unit_id: str) -> list[FeedLink]:
    """Return the links of a unit, revoked ones too, oldest first: to who acts for an office, the own ones.

    Raises: NotFound, NotAllowed.
    """
    reads(uow, unit_id)
    uow.require(Action.KEEP_FEEDS)
    return [
        link for link in list_feed_links(uow.session, unit_id) if _is_own(uow, FeedScope(link.scope), link.target_id)
    ]


def _is_own(uow: UnitOfWork, scope: FeedScope, target_id: str) -> bool:
    """Tell whether a calendar is for the actor to give away: who acts for an office has that one and the own person's.

    Who acts for no office in particular (a secretary, a program of the unit) keeps all of the unit's.
    """
    actor = uow.actor
    if actor.role not in OFFICE_ROLES or not (actor.office_ids or actor.is_person):
        return True
    if scope is FeedScope.OFFICE:
        return target_id in actor.office_ids
    return scope is FeedScope.PERSON and target_id == actor.person_id


def _see(uow: UnitOfWork, link: FeedLink) -> None:
    try:
        reads(uow, link.unit_id)
    except NotFound:
        raise NotFound(kind="feed_link", id=link.id) from None


def _unit_of(uow: UnitOfWork, scope: FeedScope, target_id: str) -> str:
    match scope:
        case FeedScope.OFFICE:
            return get_office(uow.session, target_id).unit_id
        case FeedScope.PERSON:
            person = uow.session.get(Person, target_id)
            if person is None:
                raise NotFound(kind="person", id=target_id)
            return person.unit_id
        case FeedScope.UNIT:
            return target_id
        case FeedScope.PUBLIC:
            raise InvalidInput.at("scope", "not-a-secret-feed", given=scope.value)


@dataclass(frozen=True, slots=True)
class Edition:
    """One state of a feed's body. ``last_modified`` is in whole seconds since 1970; ``body`` is None until needed."""

    standing: Standing
    etag: str
    last_modified: int
    body: bytes | None = None

    @property
    def is_public(self) -> bool:
        """Tell whether anybody may have it."""
        return parse_feed_id(self.standing.feed_id)[0] is FeedScope.PUBLIC


class Reader:
    """Answers polls. One for each process; safe between threads."""

    def __init__(self, engine: Engine, clock: Clock, settings: Settings) -> None:
        """Take what it needs to know; bodies are kept up to the setting's megabytes."""
        self._engine, self._clock = engine, clock
        self._past = timedelta(days=settings.feed_past_days)
        self._future = timedelta(days=settings.feed_future_days)
        self._window = f"{settings.feed_past_days}:{settings.feed_future_days}"
        self._feeds = Feeds(engine)
        self._cache = BodyCache(settings.feed_cache_mb * _MEGABYTE)

    def look(self, name: str) -> Edition:
        """Return the present edition behind a secret or a unit's public name, without its body when that is known.

        Raises: NotFound, Gone when the link was revoked, Unavailable.
        """
        standing = self._feeds.probe(name)
        if standing is None:
            raise NotFound(kind="feed")
        if standing.revoked:
            raise Gone(kind="feed")
        today = civil_date(self._clock.now())
        if standing.built != self._edition(standing.version, today):
            return self._build(standing, today)
        return Edition(standing, standing.etag, standing.last_modified)

    def fill(self, edition: Edition) -> Edition:
        """Return the edition with its body: from memory, else built anew (and then perhaps a newer edition).

        Raises: NotFound, Unavailable.
        """
        if edition.body is not None:
            return edition
        body = self._cache.get(edition.standing.feed_id, edition.etag)
        if body is not None:
            return Edition(edition.standing, edition.etag, edition.last_modified, body)
        return self._build(edition.standing, civil_date(self._clock.now()))

    def is_noted(self, edition: Edition) -> bool:
        """Tell whether today's use of the link was noted, or there is no link whose use could be."""
        if edition.standing.link_id is None:
            return True
        return str(edition.standing.last_fetched_on) == civil_date(self._clock.now()).isoformat()

    def note_fetched(self, edition: Edition, client: str = "") -> None:
        """Note, at most once a day, that a link is in use and by which family of programs.

        A database that cannot write now is no reason to fail.
        """
        link_id = edition.standing.link_id
        if link_id is None or self.is_noted(edition):
            return
        try:
            note_fetched(self._engine, link_id, civil_date(self._clock.now()), client)
        except Unavailable:
            _log.warning("a link's use was not noted", extra={"link": link_id})

    def _edition(self, version: int, today: date) -> str:
        return f"{version}:{today}:{self._window}"

    def _build(self, standing: Standing, today: date) -> Edition:
        scope, _ = parse_feed_id(standing.feed_id)
        window = Window(today - self._past, today + self._future, today)
        before = self._cache.find_made(standing.feed_id, window)
        reading = self._feeds.read(standing.feed_id, window, before.version if before else None)
        entries = all_of(reading.rows) if before is None or reading.whole else renewed(before.entries, reading.rows)
        if not entries and self._feeds.has_untold(standing.feed_id, window):
            # An empty calendar would take every meeting off the telephones.
            raise Unavailable("calendar-entries-lost", retry_after=RETRY_AFTER)
        title = feed_title(*reading.words, *(("nội bộ",) if scope is FeedScope.UNIT else ()))
        body = compose(title, [(row[5] or b"", row[4]) for row in entries.values()], today.isoformat())
        etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
        now = int(self._clock.now().timestamp())
        try:
            last_modified = keep_built(self._engine, standing, self._edition(standing.version, today), etag, now)
        except Unavailable:
            # The body is right all the same; only the next poll will have to build it once more.
            _log.warning("a feed's edition was not kept", extra={"feed": standing.feed_id})
            same = standing.etag == etag
            last_modified = standing.last_modified if same else max(now, standing.last_modified + 1)
        self._cache.put(standing.feed_id, Made(etag, body, reading.version, window, entries))
        return Edition(standing, etag, last_modified, body)
