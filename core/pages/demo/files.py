"""Reading the demonstration's files."""

from __future__ import annotations

import datetime as dt
import uuid
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.utils import timezone
from django.utils.html import escape
from django.utils.translation import gettext as _

NAMESPACE = uuid.UUID("6f1d9a52-7c1d-4a57-9d8c-2f6a7d1b3c44")
MIDNIGHT = "00:00"


def demo_key(kind: str, name: str) -> uuid.UUID:
    """Return the permanent key of the demonstration's thing `name` of that kind."""
    return uuid.uuid5(NAMESPACE, f"{kind}:{name}")


@cache
def read(folder: Path, name: str) -> list[dict[str, Any]]:
    """Return the entries of `<name>.yaml`, or of all files in the folder `<name>/`, in the order of their names."""
    single = folder / f"{name}.yaml"
    files = [single] if single.exists() else sorted((folder / name).glob("*.yaml"))
    entries: list[dict[str, Any]] = []
    for file in files:
        entries += yaml.safe_load(file.read_text(encoding="utf-8")) or []
    return entries


def words_of(entry: dict[str, Any], names: tuple[str, ...]) -> dict[str, str]:
    """Return these fields as pages hold them: a list of the files is a text with an entry on each line."""
    found = {name: entry.get(name) or "" for name in names}
    return {name: "\n".join(value) if isinstance(value, list) else value for name, value in found.items()}


def words_in_all(entry: dict[str, Any], names: tuple[str, ...]) -> dict[str, dict[str, Any]]:
    """Return the translations of an entry, these fields as pages hold them."""
    return {code: {**words, **words_of(words, names)} for code, words in (entry.get("translations") or {}).items()}


def moment(anchor: dt.date, when: dict[str, Any], clock: str) -> dt.datetime:
    """Return the aware time of `when` ({week, day} after the Monday `anchor`) at the local wall time `clock`."""
    day = anchor + dt.timedelta(weeks=when["week"], days=when["day"])
    naive = dt.datetime.combine(day, dt.time.fromisoformat(clock))
    return timezone.make_aware(naive)


def span(anchor: dt.date, when: dict[str, Any]) -> tuple[dt.datetime, dt.datetime]:
    """Return start and end of a date of the files; all-day dates end at the midnight after their last day."""
    if when.get("all_day"):
        last = {"week": when["week"], "day": when.get("end_day", when["day"]) + 1}
        return moment(anchor, when, MIDNIGHT), moment(anchor, last, MIDNIGHT)
    end_day = {"week": when["week"], "day": when.get("end_day", when["day"])}
    return moment(anchor, when, when["start"]), moment(anchor, end_day, when["end"])


def stream(blocks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Turn `[{text: …}, {heading: …}]` of the files into the raw data of a page body."""
    return [
        {"type": kind, "value": value, "id": str(uuid.uuid5(NAMESPACE, f"{number}:{kind}:{value}"))}
        for number, block in enumerate(blocks or [])
        for kind, value in block.items()
    ]


def body_of(entry: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the body of an entry; what is said of real people and organisations ends with its source."""
    body = list(entry.get("body") or [])
    if note := source_note(entry):
        body.append({"text": f"<p><i>{escape(note)}</i></p>"})
    return body


def source_note(entry: dict[str, Any]) -> str:
    """Return where the facts about somebody real come from, and that this page is not theirs; "" for the invented."""
    if not entry.get("real"):
        return ""
    note = _("Quelle: %(source)s. Diese Seite ist Teil einer Vorführung und gehört nicht den Genannten.")
    return note % {"source": entry["source"]}
