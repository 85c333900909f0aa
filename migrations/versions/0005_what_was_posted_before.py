"""What had been posted of a meeting before it changed: not only its date, also hours, places and form.

Revision: 0005, after 0004.
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

NOT_GIVEN_BACK = {"former_date": "CAST(as_posted AS TEXT) <> '{}'"}
"""Which rows of which table only this step has a place for: going down is refused while any stand."""


def upgrade() -> None:
    """Go up. Of what changed before, only the dates are known."""
    op.add_column("former_date", sa.Column("as_posted", sa.JSON(), server_default="{}", nullable=False))
    op.create_index("ix_former_date_day", "former_date", ["day"])


def downgrade() -> None:
    """Go down; refused while any old hours or places are kept."""
    op.drop_index("ix_former_date_day", table_name="former_date")
    op.drop_column("former_date", "as_posted")
