"""The reviewers' desk: a page on this machine where people decide on findings.

Importing this package loads neither the web server nor the database.
"""
