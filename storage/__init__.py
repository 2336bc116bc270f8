"""Keeps records: articles, chats, people, accepted updates, and the search index that follows them. Knows nothing of `bot`."""
