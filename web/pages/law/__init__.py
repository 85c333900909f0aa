"""The pages of the law: the calendar of days off."""

from web.pages.law import days, one_day
from web.pages.law.shared import pages

__all__ = ["days", "one_day", "pages"]
