"""What each row looked like when it was written, in the journal.

Revision: 0009, after 0008.
"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


NOT_GIVEN_BACK = {"journal": "fingerprints IS NOT NULL"}
"""Which rows of which table only this step has a place for: going down is refused while any stand."""


def upgrade() -> None:
    """Go up."""
    # SQLite adds a column without rebuilding the table, so that the journal's triggers stay.
    op.add_column("journal", sa.Column("fingerprints", sa.JSON(), nullable=True))


def downgrade() -> None:
    """Go down."""
    op.drop_column("journal", "fingerprints")
