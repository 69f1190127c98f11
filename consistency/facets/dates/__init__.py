"""Dates: reading them, placing them on the calendar, and the events they date."""
