"""What oversight reads: verdicts as last judged, locked months and what changed in them since, explanations.

Revision: 0007, after 0006.
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

NOT_GIVEN_BACK = {
    "explanation": "true",
    "correction": "true",
    "locked_verdict": "true",
    "period_lock": "true",
    "standing_due": "true",
    "standing_year": "true",
    "standing": "true",
    "meeting": "after_lock",
}
"""Which rows of which table only this step has a place for: going down is refused while any stand.

Standings may be emptied by hand without a loss: the worker judges anew what is not judged.
"""


def upgrade() -> None:
    """Go up. The standings fill themselves: the worker finds nothing judged."""
    op.add_column("meeting", sa.Column("after_lock", sa.Boolean(), server_default=sa.false(), nullable=False))
    _standings()
    _locks()
    _explanations()


def _standings() -> None:
    op.create_table(
        "standing",
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("office_id", "rule_id")),
        *(sa.Column(name, sa.Date(), nullable=False) for name in ("first_on", "last_on")),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("unit_id", "province_id", "level", "duty")),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("activity", "sub_type", "period_kind")),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in ("year", "month")),
        sa.Column("leads", sa.Boolean(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("status", "reason")),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in ("required", "held", "planned", "missing")),
        sa.Column("last_feasible", sa.Date(), nullable=True),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in ("delegated", "adhoc", "late_publications")),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in ("late_entries", "after_lock", "insisted")),
        sa.Column("excused", sa.Boolean(), nullable=False),
        sa.Column("judged_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("office_id", "rule_id", "first_on", name=op.f("pk_standing")),
    )
    op.create_index("ix_standing_board", "standing", ["duty", "year", "province_id", "unit_id", "month"])
    op.create_index("ix_standing_unit", "standing", ["unit_id", "year"])
    op.create_table(
        "standing_year",
        sa.Column("unit_id", sa.Text(), nullable=False),
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("judged_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("unit_id", "year", name=op.f("pk_standing_year")),
    )
    op.create_table(
        "standing_due",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("unit_id", sa.Text(), nullable=True),
        sa.Column("below", sa.Boolean(), nullable=False),
        sa.Column("marked_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_standing_due")),
    )
    op.create_index("ix_standing_due_unit", "standing_due", ["unit_id"])


def _locks() -> None:
    op.create_table(
        "period_lock",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("unit_id", sa.Text(), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("locked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("locked_by", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_period_lock")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_period_lock_unit_id_unit")),
        sa.UniqueConstraint("unit_id", "first_on", name=op.f("uq_period_lock_unit_id_first_on")),
    )
    op.create_table(
        "locked_verdict",
        sa.Column("office_id", sa.Text(), nullable=False),
        sa.Column("obligation", sa.Text(), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("lock_id", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in ("required", "held")),
        sa.PrimaryKeyConstraint("office_id", "obligation", "first_on", name=op.f("pk_locked_verdict")),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_locked_verdict_office_id_office")),
        sa.ForeignKeyConstraint(["lock_id"], ["period_lock.id"], name=op.f("fk_locked_verdict_lock_id_period_lock")),
    )
    op.create_table(
        "correction",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("unit_id", sa.Text(), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=True) for name in ("meeting_id", "office_id")),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("subject", "kind", "ground")),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("entered_by", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_correction")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_correction_unit_id_unit")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_correction_meeting_id_meeting")),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_correction_office_id_office")),
    )
    op.create_index("ix_correction_unit", "correction", ["unit_id", "first_on"])


def _explanations() -> None:
    op.create_table(
        "explanation",
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("id", "unit_id", "office_id", "rule_id")),
        sa.Column("first_on", sa.Date(), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("period", "question")),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_by", sa.Text(), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=True) for name in ("asked_from", "answer")),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_explanation")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_explanation_unit_id_unit")),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_explanation_office_id_office")),
        sa.ForeignKeyConstraint(["rule_id"], ["rule.id"], name=op.f("fk_explanation_rule_id_rule")),
    )
    op.create_index("ix_explanation_unit", "explanation", ["unit_id", "asked_at"])
    op.create_index("ix_explanation_verdict", "explanation", ["office_id", "rule_id", "first_on"])
    unanswered = sa.text("answer is null")
    op.create_index(
        "uq_explanation_open",
        "explanation",
        ["office_id", "rule_id", "first_on"],
        unique=True,
        sqlite_where=unanswered,
        postgresql_where=unanswered,
    )


def downgrade() -> None:
    """Go down. Who locked, changed, asked and answered stays in the journal."""
    for table in ("explanation", "correction", "locked_verdict", "period_lock"):
        op.drop_table(table)
    for table in ("standing_due", "standing_year", "standing"):
        op.drop_table(table)
    with op.batch_alter_table("meeting") as batch:
        batch.drop_column("after_lock")
