"""Every page of the service. ``blueprints`` is all that the roof needs to know."""

from web.assets import blueprint as assets
from web.pages import account, board, booking, finding, holders, keys, proposals, publishing, roster
from web.pages.agency import blueprint as agency
from web.pages.errors import error_page
from web.pages.first_start import blueprint as first_start
from web.pages.journal import pages as journal
from web.pages.languages import blueprint as languages
from web.pages.law import pages as law
from web.pages.leader import pages as leader
from web.pages.meeting import pages as meeting
from web.pages.months import pages as months
from web.pages.offices import pages as offices
from web.pages.opening import blueprint as opening
from web.pages.oversight import pages as oversight
from web.pages.own_account import blueprint as own_account
from web.pages.people import pages as people
from web.pages.public import blueprint as public
from web.pages.requests import pages as requests
from web.pages.signing_in import blueprint as signing_in
from web.pages.unit import pages as unit

MONTH = (board, booking, proposals, publishing, finding)
"""The files of one set of pages: each registers its own as it is read."""
KEEPING = (account, keys, holders, roster)
"""The same of the accounts, and of the offices."""
OFFICE = (months, leader, meeting, requests, unit, oversight, law, journal, people, offices)
"""The pages of people who signed in."""
blueprints = (public, assets, languages, first_start, signing_in, agency, opening, own_account, *OFFICE)

__all__ = ["OFFICE", "blueprints", "error_page"]
