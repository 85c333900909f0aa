"""The pages of the law: the rules with their versions, and the calendar of days off."""

from web.pages.law import days, one_day, rule_adding, rule_changing, rules
from web.pages.law.shared import pages

__all__ = ["days", "one_day", "pages", "rule_adding", "rule_changing", "rules"]
