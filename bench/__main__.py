"""The yardsticks, as ratios within one run: `make bench`. Times of one machine say nothing about another."""

from __future__ import annotations

import http.client
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from functools import partial
from pathlib import Path
from statistics import median
from urllib.parse import urlencode

import django

from bench.bare import PLACES
from tests.load.installation import Installation
from tests.load.visitors import Visitor, rush
from tests.support.postgres import find_binaries, running_server

RUNS = int(os.environ.get("RUNS", "3"))
PEOPLE, IN_FLIGHT, REQUESTS = 300, 50, 200
FEED = "/feeds/all.ics"


@contextmanager
def installed(url: str) -> Iterator[Installation]:
    """Give a fresh installation, gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="bench") as folder:
        installation = Installation(Path(folder), url)
        try:
            yield installation
        finally:
            installation.remove()


@contextmanager
def both(installation: Installation) -> Iterator[tuple[int, int]]:
    """Serve the site and the bare views by the same server on the same database; give their ports."""
    with installation.serving() as port, installation.serving(application="bench.bare_wsgi") as bare:
        yield port, bare


def bookings_per_second(url: str) -> float:
    """Return how fast our places go, in parts of how fast the bare view's go."""
    with installed(url) as installation:
        path = installation.run("seed", PLACES, "at_once")["path"]
        with both(installation) as (port, bare):
            visitors = [Visitor(port, number) for number in range(PEOPLE)]
            rush([partial(visitor.register, path) for visitor in visitors], IN_FLIGHT)
            lucky = [visitor for visitor in visitors if "Ihr Platz ist sicher" in visitor.page]
            ours = rate([visitor.asked_at for visitor in visitors], [visitor.answered_at for visitor in lucky])
            fetch(bare, "/prepare/")
            bookings = rush([partial(book, bare, number) for number in range(PEOPLE)], IN_FLIGHT)
        limit = rate([asked for asked, _end, _ok in bookings], [end for _asked, end, ok in bookings if ok])
    return ours / limit


def rate(asked: list[float], served: list[float]) -> float:
    """Return places per second, from the first wish that was sent to the last that was granted."""
    if len(served) != PLACES:
        sys.exit(f"{len(served)} places were given, not {PLACES}")
    return PLACES / (max(served) - min(asked))


def book(port: int, number: int) -> tuple[float, float, bool]:
    """Ask the bare view for a place."""
    asked = time.monotonic()
    body = urlencode({"email": f"person{number}@example.org"})
    response, _content = fetch(port, "/book/", body, {"Content-Type": "application/x-www-form-urlencoded"})
    return asked, time.monotonic(), response.status == 200


def unchanged_and_full(url: str) -> tuple[float, float]:
    """Return the time of a 304 in bare views, and that of the page „ausgebucht“ in views that read the cache."""
    with installed(url) as installation:
        path = installation.run("seed_full", "at_once")["path"]
        with both(installation) as (port, bare):
            fetch(bare, "/prepare/")
            etag = fetch(port, FEED)[0].headers["ETag"]
            known = partial(fetch, port, FEED, None, {"If-None-Match": etag})
            if (status := known()[0].status) != 304 or "vergeben" not in fetch(port, path)[1]:
                sys.exit(f"the pages to be measured are not the right ones ({status})")
            return (
                compare(known, partial(fetch, bare, "/string/")),
                compare(partial(fetch, port, path), partial(fetch, bare, "/cached/")),
            )


def compare(ours: Callable[[], object], limit: Callable[[], object]) -> float:
    """Return the quotient of the medians; both take turns, so that whatever else runs slows both."""
    times: dict[Callable[[], object], list[float]] = {ours: [], limit: []}
    for _turn in range(REQUESTS):
        for call, found in times.items():
            start = time.perf_counter()
            call()
            found.append(time.perf_counter() - start)
    return median(times[ours]) / median(times[limit])


def fetch(
    port: int, path: str, body: str | None = None, headers: dict[str, str] | None = None
) -> tuple[http.client.HTTPResponse, str]:
    """Ask once, over a connection of its own."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    try:
        connection.request("GET" if body is None else "POST", path, body, headers or {})
        response = connection.getresponse()
        return response, response.read().decode()
    finally:
        connection.close()


def show(name: str, values: list[float], goal: str) -> None:
    """Print the median of several runs, and all of them."""
    runs = ", ".join(f"{value:.2f}" for value in values)
    print(f"{name:<64} {median(values):6.2f}   {goal:<8} ({runs})", flush=True)


def main() -> None:
    """Measure on SQLite, and on PostgreSQL where it is installed."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "allmende.settings.base")
    django.setup()
    print(f"median of {RUNS} runs, {os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}")
    with running_server() if find_binaries() else nullcontext("") as postgres:
        measure("SQLite", "")
        if postgres:
            measure("PostgreSQL", postgres)


def measure(name: str, url: str) -> None:
    """Print the ratios on one database."""
    show(
        f"{name}: bookings per second ÷ bare lock and insert",
        [bookings_per_second(url) for _ in range(RUNS)],
        "≥ 0.25",
    )
    pages = [unchanged_and_full(url) for _ in range(RUNS)]
    show(f"{name}: 304 of a feed ÷ bare view", [unchanged for unchanged, _full in pages], "≤ 1.50")
    show(f"{name}: „ausgebucht“ ÷ bare view that reads the cache", [full for _unchanged, full in pages], "≤ 3.00")


if __name__ == "__main__":
    main()
