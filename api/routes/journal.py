"""The journal, for those who audit."""

from typing import Any, cast

from flask import current_app

from api.http import Noun
from api.paging import Page, page
from api.schemas.base import page_of
from api.schemas.journal import ChainAsked, ChainSchema, EntriesAsked, EntrySchema
from scheduler import audit as use_case
from scheduler.audit import Chain
from scheduler.core.roles import Action
from scheduler.db.work import UnitOfWork, Works

journal = Noun("journal", "Nhật ký không sửa được")


@journal.reads("/journal", Action.AUDIT, query=EntriesAsked, answers=page_of(EntrySchema))
def list_entries(uow: UnitOfWork, query: dict[str, Any]) -> Page:
    """List what happened at the unit and those below it, oldest first."""
    limit = query["limit"]
    return page(use_case.list_entries(uow, query["after"], limit + 1, query.get("subject")), limit, key="seq")


@journal.reads("/journal/chain", Action.AUDIT, query=ChainAsked, answers=ChainSchema)
def get_chain(uow: UnitOfWork, query: dict[str, Any]) -> Chain:
    """Tell where the chain stands; ``verify=true`` walks it (for the country's keys)."""
    key = cast("Works", current_app.extensions["works"]).audit_key if query["verify"] else None
    return use_case.chain_state(uow, key)
