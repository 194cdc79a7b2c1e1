"""Write the words of a mail: subject, plain text and HTML from three templates of one name."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import css_inline
from django.conf import settings
from django.template import Context
from django.template.loader import get_template, render_to_string
from django.utils import translation
from wagtail.models import Site

from core.mail.outbox import one_line

BLANK_LINES = re.compile(r"\n\s*\n\s*\n+")


@dataclass(frozen=True)
class Rendered:
    """The words of a mail. `html` has its styles in the elements, as mail programs want them."""

    subject: str
    text: str
    html: str


def render(template: str, context: Mapping[str, Any], language: str) -> Rendered:
    """Render `<template>.subject.txt`, `.txt` and `.html` in `language`.

    Only the HTML is escaped. All three know `language`, the HTML also `subject`.
    """
    with translation.override(language):
        words = {"language": language, **context}
        subject = one_line(_plain(f"{template}.subject.txt", words))
        text = BLANK_LINES.sub("\n\n", _plain(f"{template}.txt", words)).strip() + "\n"
        html = _inliner().inline(render_to_string(f"{template}.html", {**words, "subject": subject}))
    return Rendered(subject, text, html)


def site_url(site: Site | None) -> str:
    """Return the address of a site, without a slash at the end, to put before a path: mails need whole addresses."""
    return settings.BASE_URL if site is None or site.is_default_site else site.root_url


def _plain(name: str, words: dict[str, Any]) -> str:
    """Render a template of plain text: Django would escape `&` in it, whatever the file is called."""
    return get_template(name).template.render(Context(words, autoescape=False))  # type: ignore[attr-defined]


@cache
def _inliner() -> css_inline.CSSInliner:
    return css_inline.CSSInliner(keep_at_rules=True, load_remote_stylesheets=False)
