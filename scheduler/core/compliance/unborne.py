"""Duties that the law lays on a kind of office which a unit does not have: nobody is judged by them."""

from collections.abc import Collection, Iterable
from datetime import date

from scheduler.core.compliance.obligations import duties
from scheduler.core.facts import OfficeKind
from scheduler.core.rules import LEVELS, Rule

# Rows that name bodies, not levels, speak of units of another nature: their absence tells nothing.
_BODIES = frozenset({"so_nganh_tinh", "phong_huyen", "co_quan_thuoc_chinh_phu_va_su_nghiep", "don_vi"})


def without_office(
    rules: Iterable[Rule],
    kinds: Collection[str],
    level: str,
    first: date,
    last: date,
    *,
    lineage: Collection[str] = (),
) -> tuple[str, ...]:
    """Return the ids of rules judged in first..last at ``level`` that bind only kinds of office not in ``kinds``.

    ``kinds``: of the unit's offices in force; ``lineage``: the unit and those above it. By id.
    """
    known = tuple(rule for rule in rules if rule.level in LEVELS and rule.level not in _BODIES)
    found = {
        rule.id: rule
        for kind in OfficeKind
        for duty in duties(known, kind, level, first, last, lineage=lineage)
        for rule in (duty.rule, *duty.also)
    }
    return tuple(sorted(name for name, rule in found.items() if not any(kind in rule.kinds for kind in kinds)))
