"""What the bot can do: one file a deed, synchronous, called with plain arguments and `now`."""
