"""People and their accounts: who signs in, what they are to which unit, and the roles that came with them.

Revision: 0006, after 0005.
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

NOT_GIVEN_BACK = {
    "known_device": "true",
    "sign_in_attempt": "true",
    "login_session": "true",
    "account_change": "true",
    "account_link": "true",
    "assignment": "true",
    "account": "true",
    "api_key": "account_id IS NOT NULL OR role IN ('deputy', 'front', 'department', 'desk')",
}
"""Which rows of which table only this step has a place for: going down is refused while any stand."""

_BEFORE = ("secretary", "leader", "office_chief", "unit_admin", "legal_admin", "inspector", "operator")
_ROLES = (
    "secretary",
    "leader",
    "deputy",
    "office_chief",
    "unit_admin",
    "legal_admin",
    "front",
    "department",
    "inspector",
    "desk",
    "operator",
)


def _one_of(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def _roles_of_keys(after: tuple[str, ...]) -> None:
    """Let the roles of keys be others."""
    name = op.f("ck_api_key_role")
    with op.batch_alter_table("api_key") as batch_op:
        # SQLite's table is built anew from its columns, and its checks are not among them.
        if op.get_context().dialect.name != "sqlite":
            batch_op.drop_constraint(name, type_="check")
        batch_op.create_check_constraint(name, sa.column("role").in_(after))


def upgrade() -> None:
    """Go up."""
    _roles_of_keys(_ROLES)
    _accounts()
    _signing()
    with op.batch_alter_table("api_key") as batch_op:
        batch_op.add_column(sa.Column("account_id", sa.Text(), nullable=True))
        batch_op.create_foreign_key(op.f("fk_api_key_account_id_account"), "account", ["account_id"], ["id"])
        batch_op.create_index("ix_api_key_account", ["account_id"])


def _accounts() -> None:
    instant = sa.DateTime(timezone=True)
    op.create_table(
        "account",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("unit_id", sa.Text(), nullable=True),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Text(), nullable=True),
        sa.Column("language", _one_of("language", "vi", "en"), nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=True),
        sa.Column("totp", sa.Text(), nullable=True),
        sa.Column("totp_step", sa.Integer(), nullable=True),
        sa.Column("made_at", instant, nullable=False),
        sa.Column("made_by", sa.Text(), nullable=False),
        sa.Column("ended_at", instant, nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_account_unit_id_unit")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_account_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
        sa.UniqueConstraint("email", name=op.f("uq_account_email")),
    )
    op.create_index("ix_account_unit", "account", ["unit_id", "id"])
    op.create_table(
        "assignment",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("account_id", sa.Text(), nullable=False),
        sa.Column("role", _one_of("role", *_ROLES), nullable=False),
        sa.Column("unit_id", sa.Text(), nullable=True),
        sa.Column("office_id", sa.Text(), nullable=True),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=True),
        sa.Column("made_at", instant, nullable=False),
        sa.Column("made_by", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_assignment_account_id_account")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_assignment_unit_id_unit")),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_assignment_office_id_office")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assignment")),
    )
    op.create_index("ix_assignment_account", "assignment", ["account_id"])
    op.create_index("ix_assignment_unit", "assignment", ["unit_id"])
    op.create_table(
        "account_link",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("account_id", sa.Text(), nullable=False),
        sa.Column("purpose", _one_of("purpose", "invite", "reset"), nullable=False),
        sa.Column("secret_digest", sa.Text(), nullable=False),
        sa.Column("made_at", instant, nullable=False),
        sa.Column("expires_at", instant, nullable=False),
        sa.Column("used_at", instant, nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_account_link_account_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account_link")),
        sa.UniqueConstraint("secret_digest", name=op.f("uq_account_link_secret_digest")),
    )
    op.create_index("ix_account_link_account", "account_link", ["account_id"])
    op.create_table(
        "account_change",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("account_id", sa.Text(), nullable=False),
        sa.Column("unit_id", sa.Text(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("terms", sa.JSON(), nullable=False),
        sa.Column("asked_at", instant, nullable=False),
        sa.Column("asked_by", sa.Text(), nullable=False),
        sa.Column("settled_at", instant, nullable=True),
        sa.Column("settled_by", sa.Text(), nullable=True),
        sa.Column("confirmed", sa.Boolean(), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_account_change_account_id_account")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_account_change_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account_change")),
    )
    op.create_index("ix_account_change_unit", "account_change", ["unit_id", "id"])


def _signing() -> None:
    instant = sa.DateTime(timezone=True)
    op.create_table(
        "login_session",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("account_id", sa.Text(), nullable=False),
        sa.Column("assignment_id", sa.Text(), nullable=True),
        sa.Column("secret_digest", sa.Text(), nullable=False),
        sa.Column("device", sa.Text(), nullable=False),
        sa.Column("kind", _one_of("kind", "office", "phone", "desk"), nullable=False),
        sa.Column("begun_at", instant, nullable=False),
        sa.Column("seen_at", instant, nullable=False),
        sa.Column("ends_at", instant, nullable=False),
        sa.Column("passed_at", instant, nullable=True),
        sa.Column("stepped_up_at", instant, nullable=True),
        sa.Column("ended_at", instant, nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_login_session_account_id_account")),
        sa.ForeignKeyConstraint(
            ["assignment_id"], ["assignment.id"], name=op.f("fk_login_session_assignment_id_assignment")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_login_session")),
        sa.UniqueConstraint("secret_digest", name=op.f("uq_login_session_secret_digest")),
    )
    op.create_index("ix_login_session_account", "login_session", ["account_id"])
    op.create_table(
        "sign_in_attempt",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("kind", _one_of("kind", "password", "code", "reset"), nullable=False),
        sa.Column("email_digest", sa.Text(), nullable=False),
        sa.Column("address_digest", sa.Text(), nullable=False),
        sa.Column("device_id", sa.Text(), nullable=True),
        sa.Column("at", instant, nullable=False),
        sa.Column("outcome", _one_of("outcome", "evaluating", "refused", "passed"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_attempt")),
    )
    op.create_index("ix_sign_in_attempt_email", "sign_in_attempt", ["email_digest", "at"])
    op.create_index("ix_sign_in_attempt_address", "sign_in_attempt", ["address_digest", "at"])
    op.create_table(
        "known_device",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("account_id", sa.Text(), nullable=False),
        sa.Column("secret_digest", sa.Text(), nullable=False),
        sa.Column("made_at", instant, nullable=False),
        sa.Column("seen_at", instant, nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_known_device_account_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_known_device")),
        sa.UniqueConstraint("secret_digest", name=op.f("uq_known_device_secret_digest")),
    )
    op.create_index("ix_known_device_account", "known_device", ["account_id"])


def downgrade() -> None:
    """Go down."""
    with op.batch_alter_table("api_key") as batch_op:
        batch_op.drop_index("ix_api_key_account")
        batch_op.drop_constraint(op.f("fk_api_key_account_id_account"), type_="foreignkey")
        batch_op.drop_column("account_id")
    for name in ("known_device", "sign_in_attempt", "login_session", "account_change", "account_link", "assignment"):
        op.drop_table(name)
    op.drop_table("account")
    _roles_of_keys(_BEFORE)
