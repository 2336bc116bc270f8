"""What is delivered of strange articles is taken by Telegram as it is: no message has to go out a second time, plain."""

import pytest

from tests.handlers.test_strangers_words import HOSTILE, refused
from tests.jobs.test_deliver import publish
from tests.newsroom import QUAKE, QUAKE_ELSEWHERE, QUAKE_UPDATE


@pytest.mark.parametrize("words", HOSTILE.values(), ids=HOSTILE)
async def test_stories_edits_and_updates_of_strange_words_are_taken(post, words):
    post.newsroom.follows(1, "earthquake")
    for told, host in ((QUAKE, "courier.example"), (QUAKE_ELSEWHERE, "herald.example"), (QUAKE_UPDATE, "post.example")):
        title, text = told
        await publish(post, (f"{title} {words}", f"{text} {words}."), host)
        await post.deliver()
        post.newsroom.later()
    assert post.telegram.sent
    assert not post.telegram.violations()
    assert not refused(post.telegram)
