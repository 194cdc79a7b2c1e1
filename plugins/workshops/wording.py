"""What a workshop is called and where it is shown, in each language; its identity stands in where no page is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import override

from allmende.api import absolute, links

from .models import Registration, Session, Workshop, WorkshopPage

#: What a link is good for; a token for one of them opens no other.
MANAGE = "workshops.manage"
CONFIRM = "workshops.confirm"
DISOWN = "workshops.disown"


@dataclass(frozen=True)
class Words:
    """Title, lead and whole address of a workshop in one language; no address where no page is public."""

    title: str
    lead: str = ""
    url: str = ""


def words_of(workshop: Workshop, language: str) -> Words:
    """Return the words in the language, else in German, else in any; the identity's title where no page is live."""
    pages = live_words(workshop)
    return pages.get(language) or pages.get(settings.LANGUAGE_CODE) or next(iter(pages.values()), Words(workshop.title))


def live_words(workshop: Workshop) -> dict[str, Words]:
    """Return the words of the live pages by language; asked once for each workshop object."""
    known = workshop.__dict__.get("_live_words")
    if known is None:
        pages = WorkshopPage.objects.live().filter(translation_key=workshop.key, alias_of=None).select_related("locale")
        known = {page.locale.language_code: _words(workshop, page) for page in pages}
        workshop.__dict__["_live_words"] = known
    return known


def _words(workshop: Workshop, page: WorkshopPage) -> Words:
    url = page.get_url()
    return Words(page.title, page.lead, absolute(workshop.site, url) if url else "")


def registration_url(name: str, purpose: str, registration: Registration, **extra: Any) -> str:
    """Return the whole address of one of a registration's own pages, in the language of the registration."""
    token = links.make(purpose, str(registration.key), registration.link_secret)
    return session_url(name, registration.session, registration.language, token=token, **extra)


def session_url(name: str, session: Session, language: str, **arguments: Any) -> str:
    """Return the whole address of a page of this plugin on the site of the session."""
    with override(language):
        return absolute(session.workshop.site, reverse(f"workshops:{name}", kwargs=arguments))
