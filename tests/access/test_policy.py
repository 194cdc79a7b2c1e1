"""Strict rules for what a browser may load and run on public pages, their own ones below the editors' prefix."""

from __future__ import annotations

import re

import pytest

from tests.access.states import STATES

pytestmark = [pytest.mark.browser, pytest.mark.filterwarnings("ignore:[Uu]nclosed file:ResourceWarning")]
# Data for a script is no script, and the editors' bar names its own host.
INLINE = re.compile(
    r"<style|<script(?![^>]*(?:\bsrc=|application/json))|\sstyle=|\son\w+=\"|javascript:", re.IGNORECASE
)
ELSEWHERE = re.compile(r'<(?:script|img|iframe|source|video|audio|link(?![^>]*rel="(?:canonical|alternate)"))[^>]*'
                       r'\s(?:src|href|srcset)="(?:https?:)?//(?!testserver/)')  # fmt: skip


def directives(answer) -> dict[str, list[str]]:
    parts = [part.split() for part in answer["Content-Security-Policy"].split(";") if part.strip()]
    return {name: values for name, *values in parts}


def sources(answer) -> set[str]:
    """Everything that any directive allows."""
    return {value for values in directives(answer).values() for value in values}


@pytest.mark.parametrize("name", STATES)
def test_public_pages_run_and_load_only_their_own(answers, name):
    answer, _templates = answers[name]
    assert sources(answer) <= {"'self'", "'none'", "data:"}
    assert directives(answer)["default-src"] == ["'self'"]
    assert directives(answer)["object-src"] == ["'none'"]
    html = answer.content.decode()
    assert INLINE.findall(html) == []
    assert ELSEWHERE.findall(html) == []
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] in {"same-origin", "no-referrer"}
    if not STATES[name].cookies:
        assert list(answer.cookies) == []


def test_editors_pages_have_their_own_policy(shown, admin_client):
    answer = admin_client.get("/admin/")
    assert "'unsafe-inline'" in directives(answer)["script-src"]
    assert sources(answer) <= {"'self'", "'none'", "'unsafe-inline'", "data:", "blob:"}
