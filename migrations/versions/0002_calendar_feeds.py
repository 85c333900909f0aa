"""Calendar feeds.

Revision: 0002, after 0001.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

NOT_GIVEN_BACK = {"occurrence": "true", "feed_entry": "true", "feed_link": "true", "feed": "true"}
"""Which rows of which table only this step has a place for: going down is refused while any stand.

An entry that is told anew from nothing would begin again at SEQUENCE 0, and telephones would not believe it.
"""


def upgrade() -> None:
    """Go up."""
    op.create_table(
        "feed",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("built", sa.Text(), nullable=False),
        sa.Column("etag", sa.Text(), nullable=False),
        sa.Column("last_modified", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feed")),
    )
    op.create_table(
        "feed_link",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("secret_digest", sa.Text(), nullable=False),
        sa.Column("feed_id", sa.Text(), nullable=False),
        sa.Column("unit_id", sa.Text(), nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("target_id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("issued_by", sa.Text(), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_fetched_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_feed_link_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feed_link")),
        sa.UniqueConstraint("secret_digest", name=op.f("uq_feed_link_secret_digest")),
    )
    op.create_index("ix_feed_link_unit", "feed_link", ["unit_id"])
    op.create_table(
        "occurrence",
        sa.Column("meeting_id", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("uid", sa.Text(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("gone_after", sa.Date(), nullable=True),
        sa.Column("location", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("revised_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rendered_hash", sa.Text(), nullable=False),
        sa.Column("piece", sa.Text(), nullable=True),
        sa.Column("public_piece", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_occurrence_meeting_id_meeting"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("meeting_id", "number", name=op.f("pk_occurrence")),
        sa.UniqueConstraint("uid", name=op.f("uq_occurrence_uid")),
    )
    op.create_table(
        "feed_entry",
        sa.Column("feed_id", sa.Text(), nullable=False),
        sa.Column("meeting_id", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_feed_entry_meeting_id_meeting"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("feed_id", "meeting_id", "number", name=op.f("pk_feed_entry")),
    )
    op.create_index("ix_feed_entry_meeting", "feed_entry", ["meeting_id"])


def downgrade() -> None:
    """Go down; refused while any calendar was told or any link issued."""
    op.drop_table("feed_entry")
    op.drop_table("occurrence")
    op.drop_table("feed_link")
    op.drop_table("feed")
