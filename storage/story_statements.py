"""The statements that place an article in a story, built once; used by `stories`.

Each runs for every article, and building and hashing a statement takes longer than SQLite takes to answer it.
"""

from sqlalchemy import Integer, bindparam, delete, func, insert, select, update

from storage.story_tables import LeadKeyRow, LeadRow, StoryAnchorRow, StoryArticleRow, StoryRow, TermCountRow
from storage.upserts import DATABASES, insert_for

# By the database's name.
COUNT_ONE_MORE = {
    name: insert_for(name, TermCountRow).on_conflict_do_update(
        index_elements=["term"], set_={"count": TermCountRow.count + 1}
    )
    for name in DATABASES
}
ATTACH = {
    name: insert_for(name, StoryArticleRow).on_conflict_do_nothing().returning(StoryArticleRow.article_id)
    for name in DATABASES
}

OCCURRENCES = select(TermCountRow.term, TermCountRow.count).where(
    TermCountRow.term.in_(bindparam("terms", expanding=True))
)

_STORY = select(
    StoryRow.id,
    StoryRow.language,
    StoryRow.weights,
    StoryRow.fullness,
    StoryRow.articles,
    StoryRow.families,
    StoryRow.first_seen,
    StoryRow.last_seen,
)
STORIES = _STORY.where(StoryRow.id.in_(bindparam("stories", expanding=True)))
_SHARING = (
    select(
        StoryAnchorRow.story_id,
        func.count().label("shared"),
        func.max(StoryAnchorRow.last_seen).label("seen"),
    )
    .where(
        StoryAnchorRow.anchor.in_(bindparam("anchors", expanding=True)),
        StoryAnchorRow.last_seen >= bindparam("since"),
    )
    .group_by(StoryAnchorRow.story_id)
    .order_by(func.count().desc(), func.max(StoryAnchorRow.last_seen).desc(), StoryAnchorRow.story_id.desc())
    .limit(bindparam("most", type_=Integer))
    .subquery()
)
CANDIDATES = _STORY.join(_SHARING, _SHARING.c.story_id == StoryRow.id).order_by(
    _SHARING.c.shared.desc(), _SHARING.c.seen.desc(), StoryRow.id.desc()
)

ADD_STORY = insert(StoryRow).returning(StoryRow.id)
CHANGE_STORY = update(StoryRow).where(StoryRow.id == bindparam("story"))
ADD_ANCHORS = insert(StoryAnchorRow)
DROP_ANCHORS = delete(StoryAnchorRow).where(StoryAnchorRow.story_id == bindparam("story"))

COPIES = (
    select(LeadRow.article_id, LeadRow.story_id, LeadRow.family, LeadRow.shingles)
    .where(
        LeadRow.article_id.in_(
            select(LeadKeyRow.article_id).where(
                LeadKeyRow.key.in_(bindparam("keys", expanding=True)), LeadKeyRow.at >= bindparam("since")
            )
        )
    )
    .order_by(LeadRow.article_id)
)
ADD_LEAD = insert(LeadRow)
ADD_KEYS = insert(LeadKeyRow)
DROP_LEAD = delete(LeadRow).where(LeadRow.article_id == bindparam("article"))

STORY_OF = select(StoryArticleRow.story_id).where(StoryArticleRow.article_id == bindparam("article"))
