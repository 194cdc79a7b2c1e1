"""What the source says to people: `python -m allmende.messages` brings the catalogues up to date with it.

Each app has its own catalogues; the project's templates belong to `core`. Needs no gettext from the system: Babel reads
the Python, Django turns its templates into something Babel can read. Sentences that are gone are dropped, new ones are
added empty. The files are sorted and hold no dates, so that a change shows what changed.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

from allmende.citizens_path import is_on_it
from allmende.paths import CHECKOUT, PACKAGE

ROOT = CHECKOUT or PACKAGE.parent
#: Languages with catalogues, by the name of their folder; German is what stands in the source.
LANGUAGES = {"en": "en", "de-simple": "de_Simple"}
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
SKIPPED = {"migrations", "management", "locale", "static"}
HEADER = {
    "Project-Id-Version": "Allmende",
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
    "Plural-Forms": "nplurals=2; plural=(n != 1);",
}

#: (context, sentence); a sentence with a plural is its singular.
Key = tuple[str, str]


@dataclass
class Found:
    """One sentence of the source."""

    singular: str
    plural: str = ""
    context: str = ""
    files: set[str] = field(default_factory=set)

    @property
    def key(self) -> Key:
        return self.context, self.singular


@dataclass(frozen=True)
class App:
    """A part of the project with catalogues of its own."""

    name: str
    folders: tuple[Path, ...]

    def catalogue(self, language: str) -> Path:
        return self.folders[0] / "locale" / LANGUAGES[language] / "LC_MESSAGES" / "django.po"


def apps(root: Path = ROOT) -> list[App]:
    """Return the project's own apps; `core` has the project's settings and templates, too."""
    plugins = sorted(path.parent for path in root.glob("plugins/*/plugin.py"))
    core = App("core", (root / "core", root / "site" / "allmende", root / "templates"))
    return [core, *(App(folder.name, (folder,)) for folder in plugins)]


def messages_of(app: App, root: Path = ROOT) -> dict[Key, Found]:
    """Return every sentence of an app that can be translated."""
    found: dict[Key, Found] = {}
    for path in _sources(app):
        for message in _read(path):
            known = found.setdefault(message.key, message)
            known.plural = known.plural or message.plural
            known.files.add(path.relative_to(root).as_posix())
    return found


def _sources(app: App) -> Iterator[Path]:
    for folder in app.folders:
        for path in sorted(folder.rglob("*")):
            if path.suffix in {".py", ".html", ".txt", ".typ"} and not SKIPPED & set(path.relative_to(folder).parts):
                yield path


def _read(path: Path) -> Iterator[Found]:
    text = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        if "{%" not in text and "{{" not in text:
            return
        text = "\n".join(line.strip() for line in templatize(text, origin=str(path)).splitlines())
    for _line, words, _comments, context in extract("python", io.BytesIO(text.encode()), keywords=KEYWORDS):
        singular, plural = (words[0], words[1]) if isinstance(words, tuple) else (words, "")
        if singular:
            yield Found(singular, plural or "", context or "")


def read(path: Path) -> dict[Key, Message]:
    """Return the translations of a catalogue; none if there is no such file."""
    if not path.exists():
        return {}
    with path.open("rb") as file:
        catalog = read_po(file, abort_invalid=True)
    return {key_of(message): message for message in catalog if message.id}


def key_of(message: Message) -> Key:
    """Return under what a catalogue's message is known here."""
    return message.context or "", message.id[0] if isinstance(message.id, (tuple, list)) else message.id


def is_translated(message: Message | None) -> bool:
    """Whether a message has all its words and nobody doubts them."""
    if message is None or message.fuzzy:
        return False
    words = message.string if isinstance(message.string, (tuple, list)) else (message.string,)
    return bool(words) and all(words) and (len(words) == 2 if message.pluralizable else True)


def is_wanted(language: str, message: Found) -> bool:
    """Whether a sentence must be there in a language: all in English, in Einfache Sprache the citizens' path."""
    if language != "de-simple":
        return True
    return message.context != "address" and any(map(is_on_it, message.files))


def update(app: App, language: str) -> None:
    """Write the catalogue of an app as its source is now, keeping what is translated.

    Only sentences that must be there, or are translated already, get a place in it.
    """
    path = app.catalogue(language)
    known, catalog = read(path), Catalog(fuzzy=False, header_comment="")
    for key, found in sorted(messages_of(app).items(), key=lambda item: (item[1].singular, item[1].context)):
        old = known.get(key)
        if not is_wanted(language, found) and not is_translated(old):
            continue
        catalog.add(
            (found.singular, found.plural) if found.plural else found.singular,
            string=old.string if old is not None and old.pluralizable == bool(found.plural) else None,
            locations=[(name, 0) for name in sorted(found.files)],
            context=found.context or None,
        )
    if len(catalog):
        _write(path, language, catalog)


def _write(path: Path, language: str, catalog: Catalog) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    body = io.BytesIO()
    write_po(body, catalog, omit_header=True, include_lineno=False, width=110)
    header = "\n".join(f'"{name}: {value}\\n"' for name, value in {"Language": language, **HEADER}.items())
    path.write_bytes(f'msgid ""\nmsgstr ""\n{header}\n'.encode() + b"\n" + body.getvalue().lstrip())


def main() -> int:
    """Update every catalogue and say how much is left to translate."""
    for app in apps():
        for language in LANGUAGES:
            update(app, language)
            left = [key for key, message in read(app.catalogue(language)).items() if not is_translated(message)]
            print(f"{app.name} {language}: {len(left)} to translate")  # noqa: T201 -- this is a command
    return 0


if __name__ == "__main__":
    sys.exit(main())
