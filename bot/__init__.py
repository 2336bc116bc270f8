"""Newsdesk: a Telegram bot that reads the news for people.

The map. Data flows one way, and `bot/usecases` reads as the list of what the bot can do:

    link      -> web/fetcher -> news/extraction -> storage -> news/summary -> messages/summary
    question  -> news/question -> storage/search -> news/choice -> news/replies -> messages/answer
    feed tick -> web/fetcher -> news/feed -> entries -> articles -> news/grouping -> news/topics -> outbox -> deliver

and in use cases: read_article; converse; refresh_feeds, read_entries, group_stories, match_topics, send_digests,
send_deliveries. Every update of Telegram's passes jobs/receive or jobs/webhook (stored), jobs/dispatch (handled),
handlers, and back through jobs/pacer.

Floors, highest first; a lower one never imports a higher one (pyproject.toml holds the contracts):
commands | serve -> bootstrap -> handlers | jobs | local -> context -> messages -> usecases -> news | web -> text,
and `storage` beside them, which knows nothing of `bot`.
"""
