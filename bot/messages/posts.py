"""What a post tells -> message, by what it is. The deliver job renders through this at the moment of sending."""

from collections.abc import Callable, Mapping
from typing import Any

from bot.messages.announcements import announcement_message
from bot.messages.digest import digest_message
from bot.messages.feeds import notice_message
from bot.messages.message import Message
from bot.messages.story import story_message, together_message, turn_message
from bot.messages.worries import worry_message
from bot.usecases.choose_news import Digest
from bot.usecases.notices import Announcement, FeedNotice, WorryNotice
from bot.usecases.send_deliveries import Together
from bot.usecases.tell_stories import StoryNews, Turn

_MESSAGES: Mapping[type, Callable[[Any], Message]] = {
    StoryNews: story_message,
    Turn: turn_message,
    Together: together_message,
    Digest: digest_message,
    FeedNotice: notice_message,
    Announcement: announcement_message,
    WorryNotice: worry_message,
}


def post_message(content: object) -> Message:
    """The message for what a post tells. Raises KeyError for a content that nobody shows."""
    return _MESSAGES[type(content)](content)
