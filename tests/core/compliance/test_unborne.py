"""Duties of offices that a unit does not have are told, not passed over in silence."""

from datetime import date

from scheduler.core.compliance.unborne import without_office
from scheduler.core.facts import OfficeKind

YEAR = date(2026, 1, 1), date(2026, 12, 31)
LEADERS = (OfficeKind.BI_THU, OfficeKind.CHU_TICH_UBND)


def test_a_commune_without_its_body_is_told_of_the_yearly_conference(law):
    found = without_office(law, LEADERS, "xa", *YEAR)

    assert {"D-G-COMM-03", "D-G-COMM-05"} <= set(found)
    assert not {"R-P-COMM-01", "R-G-COMM-02", "D-Y-COMM-01"} & set(found)
    assert list(found) == sorted(found)


def test_an_office_of_the_kind_takes_the_duty_off_the_list(law):
    found = without_office(law, (*LEADERS, OfficeKind.CHINH_QUYEN_XA), "xa", *YEAR)

    assert not {"D-G-COMM-03", "D-G-COMM-05"} & set(found)


def test_rules_of_other_levels_and_of_bodies_are_no_lack_of_a_commune(law):
    found = without_office(law, (), "xa", *YEAR)

    assert not {"R-G-PROV-01", "R-G-DEPT-01", "R-G-PSU-01"} & set(found)


def test_a_rule_that_had_ended_lacks_nobody(law):
    assert "R-G-COMM-01" not in without_office(law, (), "xa", date(2026, 7, 6), date(2026, 7, 31))
