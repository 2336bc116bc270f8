"""An anchor of a topic may name a second term that an article must have as well.

Revision ID: 0003
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Gives the table its column; the anchors that are there need no second term."""
    op.rename_table("topic_anchors", "single_anchors")
    op.drop_index("ix_topic_anchors_topic", "single_anchors")
    op.create_table(
        "topic_anchors",
        sa.Column("anchor", Id, primary_key=True, autoincrement=False),
        sa.Column("topic_id", Id, sa.ForeignKey("topics.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("also", Id, primary_key=True, autoincrement=False),
        sqlite_with_rowid=False,
    )
    op.execute("INSERT INTO topic_anchors (anchor, topic_id, also) SELECT anchor, topic_id, 0 FROM single_anchors")
    op.drop_table("single_anchors")
    op.create_index("ix_topic_anchors_topic", "topic_anchors", ["topic_id"])
