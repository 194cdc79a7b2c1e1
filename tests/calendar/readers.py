"""What other people's programs read in our calendars: Home Assistant's parser, khal, and the parser of Thunderbird."""

from __future__ import annotations

import datetime as dt
import json
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from ical.calendar_stream import IcsCalendarStream
from ical.event import Event

from tests.calendar.world import BERLIN

ICALJS = Path(__file__).parent / "icaljs"


@dataclass(frozen=True, order=True)
class Read:
    """One event as a program understands it: local wall time, or days whose end is exclusive."""

    uid: str
    start: str
    end: str
    status: str
    title: str


def local(moment: dt.datetime | dt.date) -> str:
    """Return wall time in Berlin to the minute, or the day."""
    if not isinstance(moment, dt.datetime):
        return moment.isoformat()
    assert moment.tzinfo is not None, f"{moment} is floating"
    return f"{moment.astimezone(BERLIN):%Y-%m-%d %H:%M}"


# -- Home Assistant ------------------------------------------------------------------------------


def parse_with_ical(text: str) -> list[Event]:
    """Parse strictly with Home Assistant's `ical`; it raises on anything it does not like."""
    return IcsCalendarStream.calendar_from_ics(text).events


def read_with_ical(text: str) -> list[Read]:
    return sorted(
        Read(event.uid, local(event.dtstart), local(event.end), event.status or "", event.summary)
        for event in parse_with_ical(text)
    )


# -- khal ----------------------------------------------------------------------------------------

KHAL = """\
[calendars]
[[feed]]
path = {folder}/vdir
[sqlite]
path = {folder}/khal.db
[locale]
local_timezone = Europe/Berlin
default_timezone = Europe/Berlin
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M
[default]
default_calendar = feed
"""
KHAL_FIELDS = ("uid", "title", "start-long-full", "end-long-full", "all-day", "status")


def read_with_khal(text: str, folder: Path, first: str = "2026-08-01", days: int = 500) -> list[Read]:
    """Import into khal and list what it shows. It runs in its own process, as it changes `icalendar` for all."""
    (folder / "vdir").mkdir(parents=True)
    (folder / "khal.conf").write_text(KHAL.format(folder=folder), encoding="utf-8")
    (folder / "feed.ics").write_bytes(text.encode())
    _khal(folder, "import", "--batch", str(folder / "feed.ics"))
    fields = [part for name in KHAL_FIELDS for part in ("--json", name)]
    listed = _khal(folder, "list", "--once", *fields, first, f"{days}d")
    events = [event for line in listed.splitlines() for event in json.loads(line)]
    return sorted(map(_of_khal, events))


def _khal(folder: Path, *arguments: str) -> str:
    # beside the Python that runs, not next to the file a link points to: khal is installed into its environment
    command = [str(Path(sys.executable).parent / "khal"), "-c", str(folder / "khal.conf"), *arguments]
    environment = {**os.environ, "HOME": str(folder), "LC_ALL": "C.UTF-8", "PYTHONWARNINGS": "ignore"}
    done = subprocess.run(command, capture_output=True, text=True, env=environment, cwd=folder, check=False)
    assert done.returncode == 0, done.stderr
    assert not done.stderr
    return done.stdout


def _of_khal(event: dict[str, str]) -> Read:
    start, end = event["start-long-full"], event["end-long-full"]
    if event["all-day"] == "True":  # khal names the last day
        last = dt.date.fromisoformat(end[:10]) + dt.timedelta(days=1)
        start, end = start[:10], last.isoformat()
    return Read(event["uid"], start, end, event["status"], event["title"])


# -- ical.js ---------------------------------------------------------------------------------------


def parse_with_icaljs(text: str) -> dict[str, Any]:
    """Parse with ical.js; skip where it is not installed (`npm ci` in tests/calendar/icaljs), fail in CI."""
    missing = "" if shutil.which("node") else "node is not installed"
    if not missing and not (ICALJS / "node_modules").is_dir():
        missing = "ical.js is not installed: run `npm ci` in tests/calendar/icaljs"
    if missing:
        if os.environ.get("CI") == "true":
            pytest.fail(f"CI must run everything, but: {missing}")
        pytest.skip(missing)
    done = subprocess.run(["node", "check.mjs"], input=text.encode(), capture_output=True, cwd=ICALJS, check=False)
    assert done.returncode == 0, done.stderr.decode()
    return json.loads(done.stdout)


def read_with_icaljs(text: str) -> list[Read]:
    return sorted(
        Read(event["uid"], _of_icaljs(event["start"]), _of_icaljs(event["end"]), event["status"], event["summary"])
        for event in parse_with_icaljs(text)["events"]
    )


def _of_icaljs(time: dict[str, str]) -> str:
    if time["zone"] == "date":
        return time["local"]
    assert time["zone"] != "floating"
    return local(dt.datetime.fromisoformat(time["utc"].replace("Z", "+00:00")))


# -- the bytes themselves --------------------------------------------------------------------------


def lint(body: bytes) -> list[str]:
    """Return what is wrong with the bytes of an iCalendar object (RFC 5545 §3.1, §3.4, §3.6)."""
    text = body.decode("utf-8")
    problems = []
    if not text.endswith("END:VCALENDAR\r\n") or re.search(r"(?<!\r)\n|\r(?!\n)", text):
        problems.append("not every line ends with CRLF")
    for line in body.split(b"\r\n"):
        if len(line) > 75:
            problems.append(f"more than 75 octets: {line!r}")
        try:
            line.decode("utf-8")
        except UnicodeDecodeError:
            problems.append(f"a character is cut in two: {line!r}")
    if found := re.findall(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]", text):
        problems.append(f"control characters {found}")
    return problems + _lint_lines(re.sub(r"\r\n[ \t]", "", text).split("\r\n")[:-1])


#: Name and parameters, whose quoted values may hold a colon, then the value.
CONTENT_LINE = re.compile(r'([A-Z][A-Z0-9-]*(?:;[A-Z-]+=(?:"[^"]*"|[^";:,]*))*):(.*)')


def _lint_lines(lines: list[str]) -> list[str]:
    problems, open_components, uids = [], [], []
    zones = {line.partition(":")[2] for line in lines if line.startswith("TZID:")}
    for line in lines:
        found = CONTENT_LINE.fullmatch(line)
        if found is None:
            problems.append(f"no content line: {line}")
            continue
        name, value = found.groups()
        match name:
            case "BEGIN":
                open_components.append(value)
            case "END" if open_components.pop() != value:
                problems.append(f"END:{value} ends nothing")
            case "UID":
                uids.append(value)
        problems += _lint_time(name, value, zones, open_components)
    if open_components:
        problems.append(f"{open_components} are not ended")
    problems += [f"UID twice: {uid}" for uid in sorted(set(uids)) if uids.count(uid) > 1]
    return problems + _lint_events(lines)


def _lint_time(name: str, value: str, zones: set[str], inside: list[str]) -> list[str]:
    if not name.startswith(("DTSTART", "DTEND", "DTSTAMP", "LAST-MODIFIED")) or "VEVENT" not in inside:
        return []
    if "VALUE=DATE" in name:
        return [] if re.fullmatch(r"\d{8}", value) else [f"no date: {name}:{value}"]
    if zone := re.search(r"TZID=([^;:]+)", name):
        known = zone[1] in zones and re.fullmatch(r"\d{8}T\d{6}", value)
        return [] if known else [f"no VTIMEZONE for {zone[1]}, or no local time: {value}"]
    return [] if re.fullmatch(r"\d{8}T\d{6}Z", value) else [f"floating time: {name}:{value}"]


def _lint_events(lines: list[str]) -> list[str]:
    problems, event = [], []
    for line in lines:
        event = [] if line == "BEGIN:VEVENT" else [*event, line]
        if line == "END:VEVENT":
            names = [re.split("[;:]", each)[0] for each in event]
            for needed in ("UID", "DTSTAMP", "DTSTART", "SUMMARY", "STATUS", "SEQUENCE"):
                if names.count(needed) != 1:
                    problems.append(f"{names.count(needed)} times {needed} in {event}")
            stamps = {each.partition(":")[2] for each in event if each.startswith(("DTSTAMP", "LAST-MODIFIED"))}
            if len(stamps) != 1:
                problems.append(f"DTSTAMP is not LAST-MODIFIED: {stamps}")
    return problems
