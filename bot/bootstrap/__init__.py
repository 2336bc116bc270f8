"""The composition root: builds and wires every object, once. `store` needs no Telegram, `newsdesk` adds the chat."""
