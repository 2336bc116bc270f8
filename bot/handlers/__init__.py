"""One feature a file: an update in, one use case, one message out."""
