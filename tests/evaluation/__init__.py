"""Measuring: what a perfect report contains, and how much of it the tool finds."""
