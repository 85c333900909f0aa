"""In which version of a feed an entry was last told, so that a change need not read all the others.

Revision: 0004, after 0003.
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

NOT_GIVEN_BACK: dict[str, str] = {}
"""Which rows of which table only this step has a place for: none. Going up again has every calendar read anew."""


def upgrade() -> None:
    """Go up. In which version an entry was told last is not known, so whoever knows an older one reads all anew."""
    op.add_column("feed_entry", sa.Column("told_in", sa.Integer(), server_default="0", nullable=False))
    op.add_column("feed", sa.Column("left_in", sa.Integer(), server_default="0", nullable=False))
    op.execute("UPDATE feed SET left_in = version")
    op.create_index("ix_feed_entry_told", "feed_entry", ["feed_id", "told_in"])


def downgrade() -> None:
    """Go down; nothing is lost that another reading would not give."""
    op.drop_index("ix_feed_entry_told", table_name="feed_entry")
    op.drop_column("feed", "left_in")
    op.drop_column("feed_entry", "told_in")
