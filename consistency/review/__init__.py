"""Reviewing: the report served on this machine, with a form per finding for what was decided.

Importing this package loads no server and no database library.
"""
