"""An anchor of a topic says for articles of which languages it holds.

Revision ID: 0005
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Gives the table its column; the anchors that are there hold for all languages."""
    op.rename_table("topic_anchors", "anchors_of_all")
    op.drop_index("ix_topic_anchors_topic", "anchors_of_all")
    op.create_table(
        "topic_anchors",
        sa.Column("anchor", Id, primary_key=True, autoincrement=False),
        sa.Column("topic_id", Id, sa.ForeignKey("topics.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("also", Id, primary_key=True, autoincrement=False),
        sa.Column("languages", Id, nullable=False),
        sqlite_with_rowid=False,
    )
    op.execute("INSERT INTO topic_anchors SELECT anchor, topic_id, also, -1 FROM anchors_of_all")
    op.drop_table("anchors_of_all")
    op.create_index("ix_topic_anchors_topic", "topic_anchors", ["topic_id"])
