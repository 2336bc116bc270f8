"""Newsdesk: a Telegram bot that reads the news for people.

The map. Data flows one way, and `bot/usecases` reads as the list of what the bot can do:

    link      -> web/fetcher -> news/extraction -> storage -> news/summary -> messages/summary
    question  -> news/question -> storage/search -> news/answer -> messages/answer

Floors, highest first; a lower one never imports a higher one (pyproject.toml holds the contracts):
bootstrap -> handlers | jobs | local -> context -> usecases | messages -> news | web -> text, and `storage` beside them.
"""
