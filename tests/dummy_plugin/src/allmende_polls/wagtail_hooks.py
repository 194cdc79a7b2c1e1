"""Wagtail imports this at the first request."""

from allmende_polls.failing import fail_if

fail_if("wagtail_hooks")
