"""The catalogue: every public page in every state, by name, and how one gets there.

A test holds it against the public templates: what no state shows has not been looked at.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from django.urls import reverse
from django.utils import translation
from wagtail.models import Page

from core.look.components import addresses
from tests.access.accounts import APP, EXCHANGED, NEW, PASSWORD
from tests.access.exhibition import EDITOR, Exhibition

LANGUAGES = ("de", "en", "de-simple")


@dataclass(frozen=True)
class State:
    """A page as somebody meets it.

    `path` gives its address in a language. With `send`, the form of the page is filled in with these values and sent,
    and the state is what comes then. `status` is of the last answer. `user` is the name of who is logged in. Where
    the page `varies`, its words are others at each visit.
    """

    path: Callable[[Exhibition, str], str]
    status: int = 200
    send: dict[str, str] | None = None
    user: str = ""
    varies: bool = False
    cookies: bool = False
    languages: tuple[str, ...] = field(default=LANGUAGES)


def page(name: str, query: str = "", **how: object) -> State:
    """A page of the tree by its name in the exhibition."""

    def path(shown: Exhibition, language: str) -> str:
        found = Page.objects.get(pk=shown.pages[name])
        if language != "de":
            found = found.get_translations().get(locale__language_code=language)
        return found.get_url() + query

    return State(path, **how)  # type: ignore[arg-type]


def view(name: str, *words: str, query: str = "", **how: object) -> State:
    """A view by its name; `words` are names of what the exhibition remembered, for the address."""

    def path(shown: Exhibition, language: str) -> str:
        with translation.override(language):
            return reverse(name, args=[shown.words.get(word, word) for word in words]) + query

    return State(path, **how)  # type: ignore[arg-type]


def fixed(path: str, status: int = 200, **how: object) -> State:
    """An address, below the prefix of the language."""
    return State(lambda _shown, language: path if language == "de" else f"/{language}{path}", status, **how)  # type: ignore[arg-type]


def editors(path: str, status: int = 200, **how: object) -> State:
    """A page for people with an account: in German only, cookies allowed."""
    return State(lambda _shown, _language: path, status, cookies=True, languages=("de",), **how)  # type: ignore[arg-type]


WORKSHOPS = (
    "free", "several", "few", "full with waiting list", "full", "past", "closed", "not yet open", "online", "cancelled"
)  # fmt: skip
PERSON = {"name": "Ada Beispiel", "email": "ada@example.org"}

STATES: dict[str, State] = {
    # -- the tree
    "home": page("home"),
    "section": page("section"),
    "content with all blocks": page("content"),
    "organisations": page("organisation index"),
    "organisations, nothing found": page("organisation index", "?q=xyz"),
    "organisation": page("organisation"),
    "organisation without dates": page("organisation without dates"),
    "alliances": page("alliance index"),
    "alliances, nothing found": page("alliance index", "?q=xyz"),
    "alliance": page("alliance"),
    "alliance without members": page("alliance without members"),
    **{
        f"{name} {part}".strip(): page(f"{model}{'indexpage' if part else 'page'}")
        for name, model in (
            ("project", "project"),
            ("network", "network"),
            ("news", "news"),
        )
        for part in ("", "list")
    },
    "strategies": page("strategyindexpage"),
    "strategy": page("strategypage"),
    "chapter": page("chapterpage"),
    "body": page("bodypage"),
    "reporting progress": view("progress_report", "promise"),
    "reporting progress with errors": view("progress_report", "promise", send={"text": ""}),
    "reporting progress, link invalid": view("progress_report", "forged", status=404),
    "imprint": page("imprintpage"),
    "privacy": page("privacypage"),
    "accessibility statement": page("accessibilitypage"),
    "message": view("message", "organisation", "organisation key"),
    "message with errors": view("message", "organisation", "organisation key", send={"text": "", "email": "ada@"}),
    "message sent": view("message_sent", "organisation", "organisation key"),
    "barrier": view("report_barrier", query="?seite=/kalender/"),
    "barrier reported": view("report_barrier_sent"),
    "funding programme": page("fundingprogrammepage"),
    "funding programmes": page("fundingindexpage"),
    "event": page("event"),
    "event without date": page("event without date"),
    "event, past": page("event, past"),
    "event, cancelled": page("event, cancelled"),
    "event, moved": page("event, moved"),
    **{f"workshop, {name}": page(f"workshop, {name}") for name in WORKSHOPS},
    # -- lists of what is chosen and not typed
    "places": view("place_list"),
    "places, nothing found": view("place_list", query="?q=xyz"),
    "place": view("place_detail", "place"),
    "people": view("person_list"),
    "people, nothing found": view("person_list", query="?q=xyz"),
    "person": view("person_detail", "person"),
    "topics": view("topic_list"),
    "topics, nothing found": view("topic_list", query="?q=xyz"),
    "topic": view("topic_detail", "topic"),
    "municipalities": view("municipality_list"),
    "municipalities, nothing found": view("municipality_list", query="?q=xyz"),
    "municipality": view("municipality_detail", "municipality"),
    # -- calendar
    "calendar": view("calendars:list"),
    "calendar, nothing found": view("calendars:list", query="?ab=2099-01-01"),
    "month": view("calendars:this_month"),
    "subscribing": view("calendars:subscribe"),
    # -- registering
    "registration": view("workshops:register", "session free"),
    "registration with errors": view("workshops:register", "session free", send={"name": "", "email": "ada@"}),
    "registration for the waiting list": view("workshops:register", "session full with waiting list"),
    "registered": view("workshops:register", "session online", send=PERSON),
    "registered without e-mail": view(
        "workshops:register", "session online", send={"name": "Ada Beispiel", "phone": "06221 555 04"}
    ),
    "on the waiting list": view("workshops:register", "session full with waiting list", send=PERSON),
    "registered, address to be confirmed": view("workshops:register", "session hold", send=PERSON),
    **{
        f"registration, {name}": view("workshops:register", f"session {name}")
        for name in ("full", "past", "closed", "not yet open", "cancelled")
    },
    # -- one's own registration
    **{
        f"own registration, {name}": view("workshops:manage", f"manage {name}")
        for name in (
            "confirmed",
            "waiting",
            "offered",
            "unconfirmed",
            "cancelled",
            "without e-mail",
            "past",
            "of a cancelled session",
        )
    },
    "cancelling": view("workshops:cancel", "manage confirmed"),
    "cancelled": view("workshops:cancelled", "manage cancelled"),
    "fewer people": view("workshops:places", "manage confirmed"),
    "confirming": view("workshops:confirm", "confirm unconfirmed"),
    "confirming too late": view("workshops:confirm", "confirm overdue", status=409),
    "offer": view("workshops:offer", "manage offered"),
    "not me": view("workshops:disown", "disown confirmed"),
    "not me, done": view("workshops:disowned"),
    "own registration, link invalid": view("workshops:manage", "forged", status=404),
    "looking up": view("workshops:lookup"),
    "looking up with errors": view("workshops:lookup", send={"code": "FALSCH"}),
    # -- everything of an address
    "overview, asking": view("overview"),
    "overview, asking with errors": view("overview", send={"email": "ada@"}),
    "overview, asked": view("overview_sent"),
    "overview": view("overview_show", "overview"),
    "overview, empty": view("overview_show", "empty overview"),
    "overview, link expired": view("overview_show", "expired overview", status=410),
    # -- where something went wrong
    "not found": fixed("/nirgends/", 404),
    "wrong request": fixed("/stoerung/400/", 400),
    "no access": fixed("/stoerung/403/", 403),
    "no access for a form": fixed("/stoerung/csrf/", 403),
    "form from elsewhere": fixed("/stoerung/foreign/", 403),
    "wrong method": fixed("/stoerung/405/", 405),
    "gone": fixed("/stoerung/410/", 410),
    "too large": fixed("/stoerung/413/", 413),
    "broken": fixed("/stoerung/500/", 500),
    "unavailable": fixed("/stoerung/503/", 503),
    "maintenance": fixed("/stoerung/maintenance/", 503),
    "site without content": fixed("/stoerung/empty/"),
    # -- editors
    "log-in": editors("/konto/login/"),
    "log-in with errors": editors("/konto/login/", send={"login": "", "password": ""}),
    "sign-up": editors("/konto/signup/"),
    "password forgotten": editors("/konto/password/reset/"),
    "password forgotten, asked": editors("/konto/password/reset/done/"),
    "password link, used": editors("/konto/password/reset/key/1-set-password/"),
    "password set": editors("/konto/password/reset/key/done/"),
    "account switched off": editors("/konto/inactive/"),
    "password change": editors("/konto/password/change/", user=EDITOR),
    "password once more": editors("/konto/reauthenticate/", user=EDITOR),
    "password, the first one": editors("/konto/password/set/", user=NEW),
    "second factor": editors("/konto/2fa/", user=EDITOR),
    "second factor, set up": editors("/konto/2fa/", user=APP),
    "second factor, without spare codes": editors("/konto/2fa/", user=EXCHANGED),
    "second step of the log-in": editors("/konto/login/", send={"login": APP, "password": PASSWORD}),
    "setting up the app": editors("/konto/2fa/totp/activate/", user=EDITOR, varies=True),
    "setting up the app with errors": editors(
        "/konto/2fa/totp/activate/", user=EDITOR, send={"code": "000000"}, varies=True
    ),
    "removing the app": editors("/konto/2fa/totp/deactivate/", user=APP),
    "code once more": editors("/konto/2fa/reauthenticate/", user=APP),
    "spare codes": editors("/konto/2fa/recovery-codes/", user=APP),
    "new spare codes": editors("/konto/2fa/recovery-codes/generate/", user=APP),
    "devices": editors("/konto/sessions/", user=APP, varies=True),
    "address of the account": editors("/konto/email/", user=EDITOR),
    "address of the account with errors": editors("/konto/email/", user=EDITOR, send={"email": "ada@"}),
    "address of the account, to be confirmed": editors("/konto/email/", user=EXCHANGED),
    "address of the account, link sent": editors("/konto/confirm-email/"),
    "address of the account, link needed": editors("/stoerung/unverified/"),
    **{
        f"address of the account, link {name}": view("account_confirm_email", f"address {name}", cookies=True)
        for name in ("valid", "taken", "used")
    },
    "too many requests": fixed("/stoerung/429/", 429),
    "pages of allauth without a template of ours": fixed("/stoerung/elements/"),
    **{
        f"invitation, {name}": view("invitation", f"invitation {name}", cookies=True)
        for name in ("open", "to somebody with an account")
    },
    "invitation with errors": view(
        "invitation", "invitation open", send={"name": "", "password": "kurz", "again": "anders"}, cookies=True
    ),
    **{
        f"invitation, {name}": view("invitation", f"invitation {name}", status=410, cookies=True)
        for name in ("expired", "withdrawn")
    },
    "invitation sent again": fixed("/stoerung/renewed/"),
    "invitation sent again too often": fixed("/stoerung/renewed-too-often/", 429),
    "invitation accepted with an account": fixed("/stoerung/joined/"),
    "log-out": editors("/konto/logout/", user=EDITOR),
    "mailbox": editors("/postfach/"),
    "mail": State(lambda shown, _language: f"/postfach/{shown.words['letter']}/", languages=("de",)),
    # -- the parts, each in all states
    "components": fixed("/komponenten/"),
    **{f"component {address}": fixed(address) for address in addresses()},
}
#: What needs all checks. The parts are looked at alone too, but by axe and for their width only.
COMPONENTS = frozenset(name for name in STATES if name.startswith("component "))
