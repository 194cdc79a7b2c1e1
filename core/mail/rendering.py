"""Write the words of a mail: subject, plain text and HTML from three templates of one name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import css_inline
from django.conf import settings
from django.template import Context
from django.template.loader import render_to_string, select_template
from django.utils import translation
from wagtail.models import Site

from core.mail.outbox import one_line
from core.mail.plain import laid_out


@dataclass(frozen=True)
class Rendered:
    """The words of a mail. `html` has its styles in the elements, as mail programs want them."""

    subject: str
    text: str
    html: str


def render(template: str, context: Mapping[str, Any], language: str, layout: str = "") -> Rendered:
    """Render `<template>.subject.txt`, `.txt` and `.html` in `language`.

    Where the last two are missing, those of `layout` are taken: so the mails of a plugin share one shape, and a site
    can still give one of them its own. Only the HTML is escaped. All three know `language`, the HTML also `subject`.
    """
    with translation.override(language):
        words = {"language": language, **context}
        subject = one_line(_plain([f"{template}.subject.txt"], words))
        shapes = [template, layout] if layout else [template]
        text = laid_out(_plain([f"{shape}.txt" for shape in shapes], words))
        written = render_to_string([f"{shape}.html" for shape in shapes], {**words, "subject": subject})
        html = _inliner().inline(written)
    return Rendered(subject, text, html)


def site_url(site: Site | None) -> str:
    """Return the address of a site, without a slash at the end, to put before a path: mails need whole addresses."""
    return settings.BASE_URL if site is None or site.is_default_site else site.root_url


def _plain(names: list[str], words: dict[str, Any]) -> str:
    """Render the first of some templates of plain text: Django would escape `&` in it, whatever the file is called."""
    return select_template(names).template.render(Context(words, autoescape=False))  # type: ignore[attr-defined]


@cache
def _inliner() -> css_inline.CSSInliner:
    return css_inline.CSSInliner(keep_at_rules=True, load_remote_stylesheets=False)
