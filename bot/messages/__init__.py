"""Results as Telegram HTML. Pure; escaping and the length limits live here only."""
