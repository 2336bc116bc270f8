"""Loops on due columns: receive, dispatch, cycle, deliver, tidy; and the pacer that every message passes."""
