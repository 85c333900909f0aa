"""Questions from above about how a minimum stands, and a unit's answers; none is ever removed."""

from collections.abc import Collection
from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, Select, select, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from scheduler.core.errors import NotFound
from scheduler.db.base import Base

_OPEN = text("answer is null")


class Explanation(Base):
    """A question about one verdict of a unit, and the answer once there is one. At most one is open for a verdict.

    ``asked_from``: the unit of whoever asked, None for the country.
    """

    __tablename__ = "explanation"
    __table_args__ = (
        Index("ix_explanation_unit", "unit_id", "asked_at"),
        Index("ix_explanation_verdict", "office_id", "rule_id", "first_on"),
        Index(
            "uq_explanation_open",
            "office_id",
            "rule_id",
            "first_on",
            unique=True,
            sqlite_where=_OPEN,
            postgresql_where=_OPEN,
        ),
    )
    id: Mapped[str] = mapped_column(primary_key=True)
    unit_id: Mapped[str] = mapped_column(ForeignKey("unit.id"))
    office_id: Mapped[str] = mapped_column(ForeignKey("office.id"))
    rule_id: Mapped[str] = mapped_column(ForeignKey("rule.id"))
    first_on: Mapped[date]
    period: Mapped[str]
    question: Mapped[str]
    asked_at: Mapped[datetime]
    asked_by: Mapped[str]
    asked_from: Mapped[str | None]
    answer: Mapped[str | None]
    answered_at: Mapped[datetime | None]
    answered_by: Mapped[str | None]

    @property
    def is_open(self) -> bool:
        """Whether the unit still has to answer."""
        return self.answer is None


def get_explanation(session: Session, explanation_id: str) -> Explanation:
    """Return a question with its answer. Raises: NotFound."""
    row = session.get(Explanation, explanation_id)
    if row is None:
        raise NotFound(kind="explanation", id=explanation_id)
    return row


def list_explanations(
    session: Session, unit_ids: Collection[str], after: str = "", limit: int = 100
) -> list[Explanation]:
    """Return the questions put to some units, by id (oldest first), after an id."""
    rows = select(Explanation).where(Explanation.unit_id.in_(unit_ids), Explanation.id > after)
    return list(session.execute(rows.order_by(Explanation.id).limit(limit)).scalars())


def explanations_of(session: Session, office_id: str, rule_id: str, first_on: date) -> list[Explanation]:
    """Return the questions about one verdict, oldest first."""
    rows = select(Explanation).where(
        Explanation.office_id == office_id, Explanation.rule_id == rule_id, Explanation.first_on == first_on
    )
    return list(session.execute(rows.order_by(Explanation.asked_at, Explanation.id)).scalars())


def explanations_within(session: Session, units: Select[str], limit: int) -> list[Explanation]:
    """Return the questions put to the units of a query: open ones first, then the newest."""
    rows = select(Explanation).where(Explanation.unit_id.in_(units))
    ordered = rows.order_by(Explanation.answer.is_not(None), Explanation.asked_at.desc(), Explanation.id)
    return list(session.execute(ordered.limit(limit)).scalars())
