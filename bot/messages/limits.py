"""Why something cannot be done just now or any more: rates and quotas -> messages."""

from datetime import datetime, timedelta

from bot.messages.message import Message
from bot.usecases.limit_people import Deed, TooOften

_MANY = {Deed.READING: "{} links, texts and files", Deed.QUESTION: "{} questions", Deed.TOPIC: "{} topics"}


def too_often_message(excess: TooOften, now: datetime) -> Message:
    """To somebody who did something too often: what the limit is, and when it works again."""
    span = "a minute" if excess.rate.span <= timedelta(minutes=1) else "an hour"
    many = _MANY[excess.deed].format(excess.rate.most)
    return Message(f"I take at most {many} {span} from one person; send me that again in {_wait(excess.again - now)}.")


def too_many_topics_message(limit: int) -> Message:
    """When a chat follows all the topics it may."""
    return Message(f"This chat follows {_topics(limit)} already, which is the most I can keep. /topics removes some.")


def too_many_mutes_message(limit: int) -> Message:
    """When a chat has muted all it may."""
    return Message(f"This chat has muted {_topics(limit)} already, which is the most I can keep. /mute ends some.")


def _topics(count: int) -> str:
    return f"{count} topic{'' if count == 1 else 's'}"


def _wait(wait: timedelta) -> str:
    seconds = max(1, -(-wait // timedelta(seconds=1)))
    if seconds < 120:
        return "1 second" if seconds == 1 else f"{seconds} seconds"
    return f"{-(-seconds // 60)} minutes"
