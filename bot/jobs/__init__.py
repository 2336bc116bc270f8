"""Loops on due columns: receive, dispatch, poll, cycle, deliver, tidy; and the pacer that every message passes."""
