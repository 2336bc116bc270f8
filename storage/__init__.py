"""Keeps records: articles, chats, people, updates, feeds, stories, the outbox, the index. Knows nothing of `bot`."""
