"""People who press the button at the same time, over real HTTP."""

from __future__ import annotations

import http.client
import re
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TypeVar
from urllib.parse import urlencode, urlsplit

Result = TypeVar("Result")
TOKEN = re.compile(r'name="token" value="([^"]+)"')


@dataclass
class Visitor:
    """Somebody at a browser; every person comes from another network."""

    port: int
    number: int
    statuses: list[int] = field(default_factory=list)
    page: str = ""
    asked_at: float = 0
    answered_at: float = 0

    @property
    def email(self) -> str:
        return f"person{self.number}@example.org"

    def register(self, path: str) -> Visitor:
        """Open the form, send it, see what comes of it: three requests."""
        return self.send(path, self.open(path))

    def press_button(self, url: str) -> Visitor:
        """Open a mailed link, and press the button on the page."""
        path = urlsplit(url).path
        self._send_and_follow(path, {"token": self.open(path)})
        return self

    def open(self, path: str) -> str:
        """Open a page, and return the token of its form."""
        return TOKEN.search(self._request("GET", path))[1]

    def send(self, path: str, token: str) -> Visitor:
        """Send the form of registration."""
        data = {"token": token, "name": f"Person {self.number}", "email": self.email, "phone": "", "places": "1"}
        self._send_and_follow(path, data)
        return self

    def _send_and_follow(self, path: str, data: dict[str, str]) -> None:
        self.asked_at = time.monotonic()
        location = self._request("POST", path, urlencode(data))
        self.answered_at = time.monotonic()
        self.page = self._request("GET", location)

    def _request(self, method: str, path: str, body: str | None = None) -> str:
        """Return the page, or where a redirect leads."""
        headers = {"X-Forwarded-For": f"10.{self.number // 250}.{self.number % 250}.7"}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        try:
            connection.request(method, path, body, headers)
            response = connection.getresponse()
            self.statuses.append(response.status)
            content = response.read().decode()
            return response.headers.get("Location") or content
        finally:
            connection.close()


def rush(people: Iterable[Callable[[], Result]], in_flight: int) -> list[Result]:
    """Let people act, so many at a time; whatever goes wrong for one of them is raised."""
    with ThreadPoolExecutor(in_flight) as crowd:
        return [done.result() for done in [crowd.submit(person) for person in people]]
