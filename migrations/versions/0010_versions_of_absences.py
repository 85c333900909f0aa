"""Which state of an absence somebody read, so that a stale edit of it is refused as of everything else.

Revision: 0010, after 0009.
"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

NOT_GIVEN_BACK = {"absence": "version > 1"}
"""Which rows of which table only this step has a place for: going down is refused while any stand."""


def upgrade() -> None:
    """Go up."""
    op.add_column("absence", sa.Column("version", sa.Integer(), server_default="1", nullable=False))


def downgrade() -> None:
    """Go down; refused while any absence was changed."""
    op.drop_column("absence", "version")
