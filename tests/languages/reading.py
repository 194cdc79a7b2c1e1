"""Reading a page as its visitors do: every text with the language it is said to be in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser

VOID = frozenset(
    [
        "area",
        "br",
        "col",
        "hr",
        "img",
        "input",
        "link",
        "meta",
        "path",
        "rect",
        "source",
        "use",
        "wbr",
        "circle",
        "line",
    ]
)
SILENT = frozenset(("script", "style"))
#: Attributes that are read out or shown.
SPOKEN = ("aria-label", "alt", "title", "placeholder")

#: Words that give a language away. What German itself has taken over (Workshop, Team, Feed) is in neither list.
ENGLISH = re.compile(
    r"\b(the|and|or|with|for|from|is|are|you|your|this|that|of|to|by|please|here|next|back|search|home|today|"
    r"more|page|pages|date|dates|no|yes|submit|save|delete|cancel|close|open|skip|required|error|invalid)\b",
    re.IGNORECASE,
)
GERMAN = re.compile(
    r"\b(und|oder|der|die|das|nicht|mit|für|von|bei|auf|ist|sind|ein|eine|Sie|wir|zum|zur|im|Uhr|Termine?|keine?|hier|"
    r"nur|Seiten?|Zurück|Weiter|Suche|Fehler)\b|[äöüÄÖÜß]"
)


class Page(HTMLParser):
    """The texts of a page, each with the language that holds where it stands."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[tuple[str, str]] = []
        self.texts: list[tuple[str, str]] = []
        self.feed(html)

    @property
    def language(self) -> str:
        return self.open[-1][1] if self.open else ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        language = values.get("lang") or self.language
        self.texts += [(language, values[name] or "") for name in SPOKEN if values.get(name)]
        if tag not in VOID:
            self.open.append((tag, language))

    def handle_endtag(self, tag: str) -> None:
        if tag in {name for name, _language in self.open}:
            while self.open.pop()[0] != tag:
                pass

    def handle_data(self, data: str) -> None:
        if data.strip() and not any(tag in SILENT for tag, _language in self.open):
            self.texts.append((self.language, " ".join(data.split())))


def leftovers(html: str) -> Iterator[str]:
    """Yield the texts of a page that are in another language than they are said to be in."""
    for language, text in Page(html).texts:
        wrong = GERMAN if language.startswith("en") else ENGLISH
        if wrong.search(text):
            yield f"{language}: {text}"
