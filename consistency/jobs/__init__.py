"""Scheduled jobs: a story is followed from its sources to a page and to whoever is to hear of it.

Importing this package loads no network and no database library.
"""
