"""Keeps records: articles, chats, people, accepted updates, and their search index. Knows nothing of `bot`."""
