"""What leaders say for themselves: requests to their office, that they were in the chair; and what fetches a calendar.

Revision: 0008, after 0007.
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


NOT_GIVEN_BACK = {
    "chair_confirmation": "true",
    "request": "true",
    "meeting": "recorded_by IS NOT NULL",
    "feed_link": "client <> ''",
}
"""Which rows of which table only this step has a place for: going down is refused while any stand."""


def _one_of(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def upgrade() -> None:
    """Go up."""
    _requests()
    _confirmations()
    op.add_column("meeting", sa.Column("recorded_by", sa.Text(), nullable=True))
    op.add_column("feed_link", sa.Column("client", sa.Text(), nullable=False, server_default=""))


def _requests() -> None:
    instant = sa.DateTime(timezone=True)
    op.create_table(
        "request",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("unit_id", sa.Text(), nullable=False),
        sa.Column("wish", _one_of("wish", "absence", "stand_in"), nullable=False),
        sa.Column("status", _one_of("status", "waiting", "granted", "declined", "withdrawn"), nullable=False),
        sa.Column("office_id", sa.Text(), nullable=True),
        sa.Column("person_id", sa.Text(), nullable=True),
        sa.Column("meeting_id", sa.Text(), nullable=True),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.Column("part", _one_of("part", "all", "morning", "afternoon"), nullable=False),
        sa.Column("cause", _one_of("cause", "mission", "conference", "leave", "health", "other"), nullable=True),
        sa.Column("deputy", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("asked_at", instant, nullable=False),
        sa.Column("asked_by", sa.Text(), nullable=False),
        sa.Column("settled_at", instant, nullable=True),
        sa.Column("settled_by", sa.Text(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("first_on <= last_on", name=op.f("ck_request_span")),
        sa.CheckConstraint(
            "(wish = 'stand_in') = (meeting_id is not null)", name=op.f("ck_request_wish_has_its_meeting")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_request_unit_id_unit")),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_request_office_id_office")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_request_person_id_person")),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_request_meeting_id_meeting"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["asked_by"], ["account.id"], name=op.f("fk_request_asked_by_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_request")),
    )
    op.create_index("ix_request_unit", "request", ["unit_id", "status", "id"])
    op.create_index("ix_request_asker", "request", ["asked_by", "id"])


def _confirmations() -> None:
    op.create_table(
        "chair_confirmation",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("meeting_id", sa.Text(), nullable=False),
        sa.Column("office_id", sa.Text(), nullable=False),
        sa.Column("account_id", sa.Text(), nullable=False),
        sa.Column("word", _one_of("word", "chair", "officer"), nullable=False),
        sa.Column("for_day", sa.Date(), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_chair_confirmation_meeting_id_meeting"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_chair_confirmation_office_id_office")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_chair_confirmation_account_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_chair_confirmation")),
        sa.UniqueConstraint("meeting_id", "office_id", "for_day", "word", name="uq_chair_confirmation_once"),
    )
    op.create_index("ix_chair_confirmation_meeting", "chair_confirmation", ["meeting_id"])


def downgrade() -> None:
    """Go down."""
    op.drop_column("feed_link", "client")
    op.drop_column("meeting", "recorded_by")
    op.drop_table("chair_confirmation")
    op.drop_table("request")
