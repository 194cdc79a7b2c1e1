"""The one style sheet of the site: its parts put together, made small, and named by what is in it.

The parts stay in `static/core/css/` as they are written and read; nothing is built beforehand and no file can be out of
date. Each process puts them together once, in a few milliseconds. The name changes with the content, so browsers may
keep it for good.
"""

from __future__ import annotations

import gzip
import hashlib
import posixpath
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.urls import get_script_prefix

FIRST = ("tokens", "base", "layout")
LAST = ("utilities", "print")
ROOT = "core/css"
PATH = re.compile(r"/stil/allmende-(\w+)\.css")


@dataclass(frozen=True)
class Bundle:
    """The whole style sheet; `digest` stands for its content."""

    css: bytes
    zipped: bytes
    digest: str

    @property
    def address(self) -> str:
        """Where a browser finds it."""
        return f"{get_script_prefix()}stil/allmende-{self.digest}.css"


def bundle() -> Bundle:
    """Return the style sheet. With the component page on, it follows every change of a part."""
    stamp = tuple(path.stat().st_mtime_ns for _name, path in parts()) if settings.COMPONENT_PAGE else ()
    return _bundle(settings.STATIC_URL, stamp)


def parts() -> tuple[tuple[str, Path], ...]:
    """Return the parts in their order, as (name below static/, file); the components by name."""
    folder = Path(_find(f"{ROOT}/tokens.css")).parent
    components = sorted(path.name for path in (folder / "components").glob("*.css"))
    names = (
        *(f"{ROOT}/{name}.css" for name in FIRST),
        *(f"{ROOT}/components/{name}" for name in components),
        *(f"{ROOT}/{name}.css" for name in LAST),
    )
    return tuple((name, Path(_find(name))) for name in names)


@lru_cache(maxsize=2)
def _bundle(static_url: str, _stamp: tuple[int, ...]) -> Bundle:
    source = "\n".join(_with_addresses(path.read_text("utf-8"), name, static_url) for name, path in parts())
    css = small(source).encode()
    return Bundle(css, gzip.compress(css, mtime=0), hashlib.sha256(css).hexdigest()[:12])


def small(css: str) -> str:
    """Return the same style sheet without comments and without the spaces that mean nothing.

    Only those of which that is certain: a space may be a descendant („nav :is(ul)“), part of a sum or of a condition.
    Strings stay as they are.
    """
    pieces = re.split(r'("[^"]*")', re.sub(r"/\*.*?\*/", "", css, flags=re.S))
    pieces[::2] = [_without_spaces(piece) for piece in pieces[::2]]
    return "".join(pieces).strip()


def _without_spaces(piece: str) -> str:
    piece = re.sub(r"\s+", " ", piece)
    piece = re.sub(r"([{};,:]) ", r"\1", piece)
    return re.sub(r" ([{};])", r"\1", piece).replace(";}", "}")


def _with_addresses(css: str, name: str, static_url: str) -> str:
    """Let relative addresses lead to where the files are; seen from the style sheet they would lead nowhere."""

    def absolute(found: re.Match[str]) -> str:
        return f'url("{static_url}{posixpath.normpath(posixpath.join(posixpath.dirname(name), found[1]))}")'

    return re.sub(r'url\("(?!data:|/|#)([^"]+)"\)', absolute, css)


def _find(name: str) -> str:
    found = finders.find(name)
    if not isinstance(found, str):
        raise FileNotFoundError(name)
    return found
