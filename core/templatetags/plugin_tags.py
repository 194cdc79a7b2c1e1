"""Places in core's templates that plugins may fill."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.safestring import SafeString
from wagtail.models import Site

from core.hooks.dispatch import collect, render_fragments

register = template.Library()


@register.simple_tag(takes_context=True)
def plugin_slot(context: dict[str, Any], slot: str) -> SafeString | str:
    """Draw what the active plugins put into the place called ``slot``; nothing where there is no site."""
    request, page = context.get("request"), context.get("page")
    site = Site.find_for_request(request) if request else None
    if site is None:
        return ""
    return render_fragments(collect("page_slot", on_site=site, slot=slot, page=page, request=request), request)
