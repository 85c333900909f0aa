"""Secret calendar links: issue, look, revoke."""

from typing import Any, cast

from flask import current_app

from api.http import Noun
from api.paging import Page, page
from api.schemas.base import Paged, page_of
from api.schemas.links import IssuedLinkSchema, LinkSchema, NewLink
from scheduler import feeds as use_case
from scheduler.core.roles import Action
from scheduler.db.feeds import FeedLink, FeedScope
from scheduler.db.work import UnitOfWork
from scheduler.settings import Settings

links = Noun("links", "Liên kết lịch bí mật")


@links.reads("/units/<id:unit_id>/feed-links", Action.KEEP_FEEDS, query=Paged, answers=page_of(LinkSchema))
def list_links(uow: UnitOfWork, unit_id: str, query: dict[str, Any]) -> Page:
    """List the calendar links of a unit, revoked ones too."""
    found = sorted(use_case.list_links(uow, unit_id), key=lambda link: link.id)
    return page([link for link in found if link.id > query.get("after", "")], query["limit"])


@links.writes(
    "POST",
    "/feed-links",
    Action.KEEP_FEEDS,
    takes=NewLink,
    answers=IssuedLinkSchema,
    status=201,
    keeps_secret=("address",),
)
def issue_link(uow: UnitOfWork, body: dict[str, Any]) -> dict[str, Any]:
    """Issue a calendar link; its address is shown this once."""
    scope = FeedScope(body["scope"].value)
    link, secret = use_case.issue_link(uow, scope, body["target_id"], body["name"])
    base = cast("Settings", current_app.extensions["settings"]).public_url
    return {name: getattr(link, name) for name in LinkSchema().fields} | {"address": f"{base}/lich/{secret}.ics"}


@links.writes("DELETE", "/feed-links/<id:link_id>", Action.KEEP_FEEDS, answers=LinkSchema)
def revoke_link(uow: UnitOfWork, link_id: str) -> FeedLink:
    """Revoke a calendar link at once.

    Asks for no If-Match: closing a leaked address must not wait, and closing it twice does no harm.
    """
    return use_case.revoke_link(uow, link_id)
