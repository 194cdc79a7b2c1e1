"""Compile translations: `python -m allmende.catalogs` makes the .mo file of every .po file that is newer.

With `--check` it writes nothing and says what is wrong: unreadable files, placeholders and tags that a translation
lost, sentences that two catalogues say differently (only one of them is ever shown), and sentences of the source
without a translation: every one in English, those on the citizens' path in `de-simple`.
"""

import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po

from allmende.messages import LANGUAGES, Key, apps, is_translated, is_wanted, messages_of, read
from allmende.paths import CHECKOUT, PACKAGE

PATTERN = "locale/*/LC_MESSAGES/*.po"
FOLDERS = ("core", "plugins/*", "site/allmende", "templates", ".")
#: What Babel does not look for and a translation must carry over: tags, `{name}`, the parts of an address.
CARRIED = re.compile(r"</?[a-z]+\b|\{\w*\}|<(?:int|path|slug|str|uuid):\w+>")


def main(arguments: list[str]) -> int:
    """Compile or check every catalog below the project; return the exit code."""
    root = CHECKOUT or PACKAGE.parent
    if "--check" in arguments:
        problems = [problem for po in catalogs(root) for problem in find_problems(po)]
        problems = problems or [*find_disagreements(), *find_missing()]
        print("\n".join(problems) or "catalogs: ok")  # noqa: T201 -- this is a command
        return 1 if problems else 0
    for po in catalogs(root):
        if is_outdated(po):
            compile_catalog(po)
    return 0


def catalogs(root: Path) -> Iterator[Path]:
    """Yield the catalogs of the project itself, not those of the packages installed below it."""
    for folder in FOLDERS:
        yield from sorted(root.glob(f"{folder}/{PATTERN}"))


def is_outdated(po: Path) -> bool:
    """Say whether the compiled file is missing or older than its source."""
    mo = po.with_suffix(".mo")
    return not mo.exists() or mo.stat().st_mtime < po.stat().st_mtime


def compile_catalog(po: Path) -> None:
    """Write the compiled file beside `po`, whole or not at all. Fuzzy translations are left out."""
    draft = po.with_suffix(".mo.new")
    with draft.open("wb") as file:
        write_mo(file, _read(po))
    draft.replace(po.with_suffix(".mo"))


def find_problems(po: Path) -> Iterator[str]:
    """Yield one line for each message of `po` that would go wrong when shown."""
    try:
        catalog = _read(po)
    except (PoFileError, UnicodeDecodeError, ValueError) as error:
        yield f"{po}: {error}"
        return
    for message, errors in catalog.check():
        yield from (f"{po}:{message.lineno}: {error}" for error in errors)
    for message in catalog:
        if message.id and is_translated(message) and _carried(message.id) != _carried(message.string):
            yield f"{po}:{message.lineno}: tags or fields differ from the source"


def _carried(words: str | Sequence[str] | None) -> Counter[str]:
    """Return the tags and fields in a sentence, or in its plural."""
    return Counter(CARRIED.findall(words if isinstance(words, str) else (words or [""])[-1]))


def find_disagreements() -> Iterator[str]:
    """Yield one line for each sentence that a plugin translates otherwise than core or another plugin."""
    for language in LANGUAGES:
        said: dict[Key, tuple[str, object]] = {}
        for app in apps():
            for key, message in read(app.catalogue(language)).items():
                first, words = said.setdefault(key, (app.name, message.string))
                if words != message.string:
                    yield f"{app.name}, {language}: {key[1]!r} is {message.string!r} here and {words!r} in {first}"


def find_missing() -> Iterator[str]:
    """Yield one line for each sentence of the source that a language lacks; `make messages` gives it a place."""
    for app in apps():
        found = messages_of(app)
        for language in LANGUAGES:
            known = read(app.catalogue(language))
            for key, message in found.items():
                if is_wanted(language, message) and not is_translated(known.get(key)):
                    yield f"{app.name}, {language}: {message.singular!r} ({', '.join(sorted(message.files))})"


def _read(po: Path) -> Catalog:
    with po.open("rb") as file:
        return read_po(file, abort_invalid=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
