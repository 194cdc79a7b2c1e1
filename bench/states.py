"""Every kind of page and state that a visitor can meet in the demonstration, found by walking through it once."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Page

PERSON = "Ada Beispiel"


@dataclass(frozen=True)
class State:
    """A name for the file, the address, what to do there before it is looked at, and who has logged in."""

    name: str
    path: str
    act: Callable[[Page], None] | None = None
    user: str = ""


def states(page: Page, address: str) -> Iterator[State]:
    """Yield all states of a running demonstration; the last walk registers, cancels and so changes it."""
    yield from FIXED
    yield from _by_kind(page, address)
    yield from _components(page, address)
    yield from _registration(page, address)


def send_empty(page: Page) -> None:
    """Send the first form of the page as it is: it comes back with errors."""
    page.locator("main form button").last.click()
    page.wait_for_load_state()


def send_without_cookie(page: Page) -> None:
    """Send a form that no page of ours has made."""
    page.evaluate(
        "() => { const f = document.createElement('form'); f.method = 'post'; f.action = location.href;"
        " document.body.append(f); f.submit(); }"
    )
    page.wait_for_load_state()
    page.locator("h1").wait_for()


def open_menu(page: Page) -> None:
    """Open what folds out of the head of the page."""
    page.locator("header summary").first.click()


FIXED = (
    State("start", "/"),
    State("start-languages", "/", open_menu),
    State("start-en", "/en/"),
    State("start-de-simple", "/de-simple/"),
    State("calendar", "/kalender/"),
    State("calendar-filtered", "/kalender/?art=workshop"),
    State("calendar-nothing", "/kalender/?ab=2199-01-01"),
    State("calendar-en", "/en/calendar/"),
    State("month", "/kalender/monat/"),
    State("subscribe", "/kalender/abonnieren/"),
    State("organisations", "/organisationen/"),
    State("alliances", "/buendnisse/"),
    State("organisations-nothing", "/organisationen/?q=xyz"),
    State("projects", "/projekte/"),
    State("networks", "/staedtenetze/"),
    State("funding-list", "/foerderung/"),
    State("news-list", "/aktuelles/"),
    State("strategies", "/wege-ins-engagement/"),
    State("strategy", "/wege-ins-engagement/engagementstrategie/"),
    State("chapter", "/wege-ins-engagement/engagementstrategie/die-idee/"),
    State("about", "/ueber/"),
    State("help", "/hilfe/"),
    State("accessibility-de-simple", "/de-simple/barrierefreiheit/"),
    State("places", "/orte/"),
    State("people", "/personen/"),
    State("topics", "/themen/"),
    State("overview", "/meine-uebersicht/"),
    State("overview-error", "/meine-uebersicht/", send_empty),
    State("registration-lookup", "/workshops/anmeldung/"),
    State("registration-lookup-error", "/workshops/anmeldung/", send_empty),
    State("mailbox", "/postfach/"),
    State("login", "/konto/login/"),
    State("password-reset", "/konto/password/reset/"),
    State("problem-404", "/nirgends/"),
    State("problem-404-en", "/en/nowhere/"),
    State("problem-csrf", "/konto/login/", send_without_cookie),
)
#: One page of each kind: the list that names them, and how their addresses look.
KINDS = {
    "organisation": ("/organisationen/", r"^/organisationen/[\w-]+/$"),
    "alliance": ("/buendnisse/", r"^/buendnisse/[\w-]+/$"),
    "place": ("/orte/", r"^/orte/[\w-]+/$"),
    "person": ("/personen/", r"^/personen/[\w-]+/$"),
    "topic": ("/themen/", r"^/themen/[\w-]+/$"),
    "project": ("/projekte/", r"^/projekte/[\w-]+/$"),
    "network": ("/staedtenetze/", r"^/staedtenetze/[\w-]+/$"),
    "funding": ("/foerderung/", r"^/foerderung/[\w-]+/$"),
    "news": ("/aktuelles/", r"^/aktuelles/[\w-]+/$"),
    "event": ("/kalender/?art=event", r"^/organisationen/[\w-]+/[\w-]+/$"),
    "workshop": ("/kalender/?art=workshop", r"^/organisationen/[\w-]+/[\w-]+/$"),
}


def links(page: Page, pattern: str) -> list[str]:
    """Return the paths in the main part of the page that match."""
    found: list[Any] = page.eval_on_selector_all("main a[href]", "all => all.map(a => a.getAttribute('href'))")
    return [path for path in dict.fromkeys(found) if re.search(pattern, path)]


def _by_kind(page: Page, address: str) -> Iterator[State]:
    for name, (listing, pattern) in KINDS.items():
        page.goto(address + listing)
        for path in links(page, pattern)[:1]:
            yield State(name, path)


def _components(page: Page, address: str) -> Iterator[State]:
    answer = page.goto(address + "/komponenten/")
    if answer is None or not answer.ok:
        return
    yield State("components", "/komponenten/")
    for path in links(page, r"^/komponenten/[\w-]+/$"):
        yield State(f"component-{path.strip('/').rpartition('/')[2]}", path)


def _registration(page: Page, address: str) -> Iterator[State]:
    """Register for a workshop, for a full one too, and cancel; each page that comes has an address of its own."""
    forms = list(_forms(page, address))
    if forms:
        yield State("register", forms[0])
        yield State("register-errors", forms[0], send_empty)
    seen: set[str] = set()
    for path in forms:
        outcome = _register(page, address, path)
        if outcome and outcome not in seen:
            seen.add(outcome)
            yield State(f"registered-{outcome}", page.url.removeprefix(address))
        if len(seen) == 2:
            break


def _forms(page: Page, address: str) -> Iterator[str]:
    page.goto(address + "/kalender/?art=workshop")
    for path in links(page, KINDS["workshop"][1]):
        page.goto(address + path)
        yield from links(page, r"/workshops/anmelden/")[:1]


def _register(page: Page, address: str, path: str) -> str:
    """Fill in the form; return „waiting“ or „confirmed“, empty if it came back."""
    page.goto(address + path)
    if not page.locator("[name=name]").count():
        return ""
    waiting = "Warteliste" in page.locator("main button").last.inner_text()
    page.fill("[name=name]", PERSON)
    page.fill("[name=email]", "ada@example.org")
    for box in page.locator("main input[type=checkbox][required]").all():
        box.check()
    page.locator("main form button").last.click()
    page.wait_for_load_state()
    return "" if page.url == address + path else "waiting" if waiting else "confirmed"
