"""Sessions of people have fingerprints from here on; `cli.py migrate` takes in those that stand. No table changes.

Revision: 0012, after 0011.
"""

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

NOT_GIVEN_BACK: dict[str, str] = {}
"""Nothing is lost on the way back."""


def upgrade() -> None:
    """Go up."""


def downgrade() -> None:
    """Go down."""
