"""Set a document: a template written in typst, and data that it shows. What somebody typed is data, never source."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.metadata import version
from pathlib import Path
from typing import Any, Literal, cast

import typst
from django.contrib.staticfiles import finders
from django.template import TemplateDoesNotExist, engines
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from core.phrases import day_phrase

FONTS = Path(__file__).parent / "fonts"
BASE = "documents/base.typ"
#: PDF/UA-1 (ISO 14289-1): tagged, with title and language, so that a screen reader can read it.
STANDARD: Literal["ua-1"] = "ua-1"
NO_LETTER = "could not be displayed"


@dataclass(frozen=True)
class Paper:
    """A document about to be set.

    `template` is the path of a typst file among the site's templates, for instance `documents/programme.typ`; `data`
    is what it shows, of plain types. `address` is where the site is found, `language` one of the site's.
    """

    template: str
    title: str
    data: Mapping[str, Any]
    language: str
    site_name: str
    address: str
    author: str = ""

    @cached_property
    def inputs(self) -> str:
        """All that the template gets, as JSON."""
        with translation.override(self.language):
            made = _("Stand: %(day)s") % {"day": day_phrase(timezone.localdate())}
            words = {"page": _("Seite {page} von {pages}"), "made": made}
            given = {**self.data, "words": {**words, **self.data.get("words", {})}}
            frame = {
                "title": self.title,
                "site_name": self.site_name,
                "address": self.address,
                "author": self.author or self.site_name,
                "lang": self.language.partition("-")[0],
            }
            return json.dumps({**given, **frame}, ensure_ascii=False, default=str)

    @cached_property
    def etag(self) -> str:
        """A value that changes with everything that stands in the document, known without setting it."""
        parts = (version("typst").encode(), source(BASE), source(self.template), self.inputs.encode())
        return hashlib.sha256(b"\0".join(parts)).hexdigest()

    def pdf(self) -> bytes:
        """Return the document as a tagged PDF. Raises `typst.TypstError` where the template is wrong.

        It promises PDF/UA-1, unless it has letters that no font at hand can show: then it is still tagged and complete.
        """
        try:
            return self._set(STANDARD)
        except typst.TypstError as error:
            if NO_LETTER not in error.message:
                raise
            return self._set(None)

    def _set(self, standard: Literal["ua-1"] | None) -> bytes:
        compiler = typst.Compiler(root=FONTS, font_paths=_fonts(), ignore_system_fonts=True)
        pdf = compiler.compile(
            input=source(BASE) + source(self.template),
            format="pdf",
            pdf_standards=standard,
            sys_inputs={"data": self.inputs, "mark": _mark()},
        )
        return cast(bytes, pdf)


def source(name: str) -> bytes:
    """Return the typst source of a template, found where Django finds templates, so that a site can override it."""
    for loader in engines["django"].engine.template_loaders:  # type: ignore[attr-defined]
        for loading in getattr(loader, "loaders", [loader]):
            for origin in loading.get_template_sources(name):
                if Path(origin.name).is_file():
                    return Path(origin.name).read_bytes()
    raise TemplateDoesNotExist(name)


@cache
def _fonts() -> typst.Fonts:
    """Our type, and those that the compiler carries for letters which ours does not have."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[str(FONTS)])


@cache
def _mark() -> str:
    return Path(str(finders.find("core/brand/mark-light.svg"))).read_text("utf-8")
