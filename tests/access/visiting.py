"""Going to a state: in a browser, and without one where only the HTML is of interest."""

from __future__ import annotations

import itertools
import re
from html import unescape

from django.contrib.auth import get_user_model
from django.http import HttpResponse
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page

from tests.access.accounts import logged_in
from tests.access.exhibition import Exhibition
from tests.access.states import State

_numbers = itertools.count(1)
HIDDEN = re.compile(r'<input type="hidden" name="(\w+)"(?: value="([^"]*)")?')


def client_of(user: str) -> Client:
    """Return a client in which somebody, if anybody, has just logged in."""
    if user:
        return logged_in(get_user_model().objects.get(username=user))
    return Client(raise_request_exception=False, headers={"accept": "text/html"})


def log_in(context: BrowserContext, address: str, user: str) -> None:
    """Give the browser the session of somebody with an account."""
    session = client_of(user).cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": session, "url": address}])


def visit(page: Page, address: str, shown: Exhibition, state: State, language: str = "de") -> int:
    """Bring the page into the state, and return the status of the answer."""
    if state.user:
        log_in(page.context, address, state.user)
    answer = page.goto(address + state.path(shown, language))
    if state.send is not None:
        for name, value in _own(state.send).items():
            page.locator(f"main [name={name}]").fill(value)
        with page.expect_navigation() as sent:
            page.locator("main form .button:not(.second)").first.click()
        answer = sent.value
    return answer.status if answer else 0


def answer_of(shown: Exhibition, state: State, language: str = "de") -> HttpResponse:
    """Return the answer that shows a state, without a browser."""
    client = client_of(state.user)
    path = state.path(shown, language)
    answer = client.get(path, follow=True)
    if state.send is None:
        return answer
    hidden = {name: unescape(value) for name, value in HIDDEN.findall(answer.content.decode())}
    return client.post(path, {**hidden, "places": "1", **_own(state.send)}, follow=True)


def _own(values: dict[str, str]) -> dict[str, str]:
    """Return the values with a mailbox of their own, since one address may not register without end."""
    if values.get("email", "").endswith("@example.org"):
        return {**values, "email": f"ada.{next(_numbers)}@example.org"}
    return values


def content_without_script(browser: Browser, address: str, shown: Exhibition, state: State) -> str:
    """Return the words of a state's content as a browser shows them that runs no script."""
    context = browser.new_context(java_script_enabled=False, locale="de-DE")
    try:
        bare = context.new_page()
        visit(bare, address, shown, state)
        return bare.locator("main").text_content() or ""
    finally:
        context.close()
