"""The local chat: a stand-in for Telegram's servers behind the library's request seam, drawn in a terminal."""
