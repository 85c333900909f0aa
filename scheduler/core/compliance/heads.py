"""Who heads an office when, as a minimum sees it: real vacancies, gaps that are none, and heads for a day (T12, I)."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, timedelta

from scheduler.core.facts import OfficeFact, Span, Tenure
from scheduler.core.periods import PeriodKind, period_of

_DAY = timedelta(days=1)


class Heads:
    """The heads of one office, for minimums counted in periods of one kind.

    An acting head counts as head; a deputy who merely keeps the office running does not (T12, I). Before its first
    known head an office is taken as filled, and so it is when no head was ever entered (I). Between two holdings of
    one person nobody's absence makes a vacancy (I). Who heads the office between two holdings of one person for less
    than a whole period (of a month at most) stands in for that person: a delegation, which does not count (I).
    """

    __slots__ = ("_hulls", "_since", "_span", "_stood_in")

    def __init__(self, office: OfficeFact, kind: PeriodKind) -> None:
        """Read the tenures of ``office``."""
        known = sorted((t for t in office.tenures if t.heads), key=lambda t: t.span.first)
        passing = _passing(known, office.span.first, kind) if len(known) > 1 else ()
        lasting = [t for t in known if t not in passing]
        self._span = office.span
        self._since = lasting[0].span.first if lasting else date.max
        self._stood_in = tuple(t.span for t in passing)
        self._hulls = _hulls(lasting)

    def on(self, day: date) -> bool:
        """Tell whether the office is headed on ``day`` by somebody whose sitting counts."""
        if not self._span.covers(day) or self.stood_in(day):
            return False
        return day < self._since or any(span.covers(day) for span in self._hulls)

    def stood_in(self, day: date) -> bool:
        """Tell whether somebody stands in for the head on ``day``, to whom the office returns."""
        return any(span.covers(day) for span in self._stood_in)

    def throughout(self, first: date, last: date) -> bool:
        """Tell whether one head is there on every day of the closed span: the common case, and quick."""
        if self._stood_in or not (self._span.covers(first) and self._span.covers(last)):
            return False
        return last < self._since or any(span.covers(first) and span.covers(last) for span in self._hulls)

    def nobody(self, first: date, last: date) -> bool:
        """Tell whether the office has no head on any day of the closed span, and nobody who stands in."""
        if first < self._since and self._span.meets(first, min(last, self._since - _DAY)):
            return False
        return not any(span.meets(first, last) for span in (*self._hulls, *self._stood_in))


def is_same_person(one: Tenure, other: Tenure) -> bool:
    """Tell whether two tenures are one person's: the same entry, or two entries under one name (I)."""
    return one.person_id == other.person_id or bool(one.name and one.name == other.name)


def _hulls(tenures: Iterable[Tenure]) -> tuple[Span, ...]:
    """Return for each person the span from the first day to the last."""
    found: list[tuple[Tenure, Span]] = []
    for tenure in tenures:
        mine = next((n for n, (known, _) in enumerate(found) if is_same_person(known, tenure)), None)
        if mine is None:
            found.append((tenure, tenure.span))
        else:
            ends = (found[mine][1].last, tenure.span.last)
            last = None if None in ends else max(filter(None, ends))
            found[mine] = (tenure, Span(found[mine][1].first, last))
    return tuple(span for _, span in found)


def _passing(known: Sequence[Tenure], born: date, kind: PeriodKind) -> Collection[Tenure]:
    """Return the tenures, by first day, that lie between two of one person and fill no whole period.

    Whoever headed the office before the first known tenure may be whoever follows it.
    """
    found: list[Tenure] = []
    for n, back in enumerate(known):
        before = [m for m in range(n) if is_same_person(known[m], back)]
        if before:
            between = known[before[-1] + 1 : n]
        elif known[0].span.first > born:
            between = known[:n]
        else:
            continue
        found += [t for run in _runs(between) if not _fills_a_period(run, kind) for t in run if t not in found]
    return found


def _runs(tenures: Iterable[Tenure]) -> list[list[Tenure]]:
    """Return the tenures in groups in which each begins the day after the one before has ended."""
    runs: list[list[Tenure]] = []
    for tenure in tenures:
        if runs and runs[-1][-1].span.last == tenure.span.first - _DAY:
            runs[-1].append(tenure)
        else:
            runs.append([tenure])
    return runs


def _fills_a_period(run: Sequence[Tenure], kind: PeriodKind) -> bool:
    """Tell whether a run of tenures covers a whole week or, for longer periods too, a whole month."""
    unit = kind if kind is PeriodKind.WEEK else PeriodKind.MONTH
    first, last = run[0].span.first, run[-1].span.last
    period = period_of(unit, first)
    if period.first < first:
        period = period_of(unit, period.last + _DAY)
    return last is None or period.last <= last
