"""Loops on due columns: receive, poll, tidy."""
