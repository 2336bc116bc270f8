"""Who used the bot when, and how much of what they may do a person has used up.

Revision ID: 0004
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
Moment = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Adds two tables; nothing that is there changes."""
    op.create_table(
        "rates",
        sa.Column("user_id", Id, primary_key=True, autoincrement=False),
        sa.Column("deed", sa.Text(), primary_key=True),
        sa.Column("until", Moment, nullable=False),
        sa.Column("told", sa.Boolean(), nullable=False),
    )
    op.create_index("ix_rates_until", "rates", ["until"])
    op.create_table(
        "visitors",
        sa.Column("user_id", Id, primary_key=True, autoincrement=False),
        sa.Column("username", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("last_seen", Moment, nullable=False),
    )
    op.create_index("ix_visitors_last_seen", "visitors", ["last_seen"])
