"""Loops on due columns: receive, tidy."""
