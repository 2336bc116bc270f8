"""Opens connections to what strangers name, within limits, and gives back a `Page`."""
