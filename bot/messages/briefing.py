"""A briefing: sentences of several articles on one topic, each with its outlets -> message."""

from bot.messages.answer import outlets, source_name
from bot.messages.dates import day
from bot.messages.html import bold, escape, fit, italic, link, shorten
from bot.messages.message import Button, Message, rows
from bot.news.briefing import BriefedSentence, Briefing

_TITLE_LIMIT = 60


def briefing_message(briefing: Briefing) -> Message:
    """The newest state first; what came since the person last asked is marked."""
    if not briefing.sentences:
        return Message(
            f"I have read nothing about {bold(shorten(briefing.topic, _TITLE_LIMIT))} yet. "
            "Send me an article about it, or /add a feed that writes about it."
        )
    head = bold(shorten(briefing.topic, _TITLE_LIMIT))
    told = [_told(one) for one in briefing.sentences]
    buttons = tuple(
        Button(shorten(origin.title or "Untitled", 40), f"open:{origin.article_id}") for origin in briefing.articles[:3]
    )
    return Message(fit([head, *told]), rows(*((button,) for button in buttons)))


def brief_prompt_message() -> Message:
    """After /brief without a topic."""
    return Message("On what? Send /brief and a topic, such as /brief huawei.")


def _told(one: BriefedSentence) -> str:
    origin = one.origin
    mark = f"{bold('New:')} " if one.new else ""
    name = link(source_name(origin), origin.url + one.fragment if origin.url else "")
    when = day(origin.published) if origin.published else ""
    source = " · ".join(filter(None, [f"— {name}", when]))
    also = f"\n{italic('Also:')} {outlets(one.others)}" if one.others else ""
    return f"{mark}{escape(one.sentence)}\n{source}{also}"
