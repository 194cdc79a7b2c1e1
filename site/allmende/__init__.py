"""Allmende: a participation-event platform on Wagtail."""

__version__ = "0.1.0"
