"""What a page does behind its reader's back: cookies, storage, requests to others, errors on the console."""

from __future__ import annotations

from urllib.parse import urlsplit

from playwright.sync_api import ConsoleMessage, Page, Request

STORED = "() => [...Object.keys(localStorage), ...Object.keys(sessionStorage)]"


class Watch:
    """Watches a page from now on. Refusals of the Content Security Policy come as errors on the console."""

    def __init__(self, page: Page) -> None:
        self.page, self.requests, self.errors = page, list[str](), list[str]()
        page.on("request", self._on_request)
        page.on("console", self._on_console)
        page.on("pageerror", lambda error: self.errors.append(str(error)))

    def _on_request(self, request: Request) -> None:
        self.requests.append(request.url)

    def _on_console(self, message: ConsoleMessage) -> None:
        # The browser reports the page's own status, when it is meant to be 404, as an error to load it.
        if message.type == "error" and message.location.get("url") != self.page.url:
            self.errors.append(message.text)

    def findings(self, *, cookies: bool = False) -> list[str]:
        """Return what should not have happened; editors' pages may set their cookies."""
        own = urlsplit(self.page.url).netloc
        strangers = sorted({url for url in self.requests if urlsplit(url).netloc not in {own, ""}})
        found = [f"asked another server: {url}" for url in strangers]
        found += [f"console: {error}" for error in self.errors]
        if not cookies:
            found += [f"cookie: {cookie.get('name')}" for cookie in self.page.context.cookies()]
        return found + [f"stored in the browser: {key}" for key in self.page.evaluate(STORED)]
