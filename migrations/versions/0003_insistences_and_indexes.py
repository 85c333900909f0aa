"""What somebody insisted on, kept for the period it hurt; indexes for what is asked most.

Revision: 0003, after 0002.
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

NOT_GIVEN_BACK = {"insistence": "true"}
"""Which rows of which table only this step has a place for: going down is refused while any stand."""

_INDEXES = (
    ("ix_meeting_makeup_for", "meeting", "makeup_for"),
    ("ix_sitting_day", "sitting", "day"),
    ("ix_occurrence_ends_on", "occurrence", "ends_on"),
    ("ix_former_name_full_name", "former_name", "full_name"),
)


def upgrade() -> None:
    """Go up."""
    op.create_table(
        "insistence",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("meeting_id", sa.Text(), nullable=True),
        sa.Column("office_id", sa.Text(), nullable=True),
        sa.Column("rule_id", sa.Text(), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=True),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("ground", sa.Text(), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("entered_by", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_insistence")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_insistence_meeting_id_meeting")),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_insistence_office_id_office")),
    )
    op.create_index("ix_insistence_office", "insistence", ["office_id", "first_on"])
    op.create_index("ix_insistence_meeting", "insistence", ["meeting_id"])
    for name, table, column in _INDEXES:
        op.create_index(name, table, [column])


def downgrade() -> None:
    """Go down; refused while any insistence is kept."""
    for name, table, _ in reversed(_INDEXES):
        op.drop_index(name, table_name=table)
    op.drop_table("insistence")
