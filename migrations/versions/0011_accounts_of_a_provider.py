"""Whose account at a provider opens which account here, and which sign-in came by one.

Revision: 0011, after 0010.
"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


NOT_GIVEN_BACK = {"identity": "true", "login_session": "identity_id IS NOT NULL"}
"""Which rows of which table only this step has a place for: going down is refused while any stand."""


def upgrade() -> None:
    """Go up."""
    instant = sa.DateTime(timezone=True)
    op.create_table(
        "identity",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("account_id", sa.Text(), nullable=False),
        sa.Column("issuer", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("bound_at", instant, nullable=False),
        sa.Column("ended_at", instant, nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_identity_account_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_identity")),
    )
    op.create_index("ix_identity_account", "identity", ["account_id"])
    still_good = sa.text("ended_at IS NULL")
    op.create_index(
        "uq_identity_bound",
        "identity",
        ["issuer", "subject"],
        unique=True,
        sqlite_where=still_good,
        postgresql_where=still_good,
    )
    # Without a foreign key: SQLite could drop the column again only by rebuilding the table, and lose its checks.
    op.add_column("login_session", sa.Column("identity_id", sa.Text(), nullable=True))


def downgrade() -> None:
    """Go down."""
    op.drop_column("login_session", "identity_id")
    op.drop_table("identity")
