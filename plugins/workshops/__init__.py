"""Workshops: pages, dates, and registration with a waiting list for people without accounts."""
