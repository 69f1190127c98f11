"""What a scheduled job remembers between runs: articles, findings, decisions, notifications.

Importing this package loads no database library; `Store.open` does.
"""
