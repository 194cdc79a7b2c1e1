"""The catalogue is complete, its states are what they say, and their HTML is right."""

from __future__ import annotations

import re

import pytest

from tests.access.states import STATES
from tests.look.test_templates import PUBLIC
from tests.support.accessibility import fail_on, html_findings

pytestmark = [pytest.mark.browser, pytest.mark.filterwarnings("ignore:[Uu]nclosed file:ResourceWarning")]

#: Not public: overrides of the editors' pages.
EDITORS = ("wagtailadmin/", "wagtailcore/")
#: The month's table is laid out as blocks on phones, where some browsers take it for no table any more: its roles say
#: that it is one. The checker calls roles needless that an element has by itself.
NEEDLESS_ROLES = re.compile(
    r"The “(table|row|rowgroup|cell|columnheader|rowheader)” role is unnecessary"
    r"|The “role” attribute must not be used on a “(td|th|tr)” element which has a “table” ancestor"
)


def test_every_state_is_what_it_says(answers):
    wrong = {name: (answer.status_code, STATES[name].status) for name, (answer, _templates) in answers.items()}
    assert {name: pair for name, pair in wrong.items() if pair[0] != pair[1]} == {}


def test_every_public_template_is_shown_by_a_state(answers):
    shown = set().union(*(templates for _answer, templates in answers.values()))
    unseen = {name for name, _path in PUBLIC if not name.startswith(EDITORS)} - shown
    fail_on(sorted(f"no state shows {name}" for name in unseen))


@pytest.mark.vnu
def test_the_html_is_right(answers):
    found = html_findings({name: answer.content.decode() for name, (answer, _templates) in answers.items()})
    fail_on([finding for finding in found if not NEEDLESS_ROLES.search(finding)])
