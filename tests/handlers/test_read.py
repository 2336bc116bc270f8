"""Links, texts and files become cards."""

from tests.articles import BRIDGE, BRIDGE_TITLE, pasted


async def test_a_pasted_article_becomes_a_card(talk):
    (card,) = await talk.say(pasted(BRIDGE_TITLE, BRIDGE))
    assert card.content.text.startswith(BRIDGE_TITLE)
    assert BRIDGE[0] in card.content.text
