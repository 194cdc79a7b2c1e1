"""Messages become mails in the outbox and are stored nowhere else; thirty days after they went they are emptied.

Only one mail goes out, to an address that the site knows. The sender gets no copy: the address in the form is what
anybody typed, and a copy would let strangers send mail of ours to others.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest
from wagtail.models import Page, Site

from core.directory.languages import current
from core.directory.models import Alliance, Organisation
from core.mail.notify import notify
from core.mail.rendering import site_url
from core.pages import listings
from core.pages.imprints import KINDS, address_of
from core.pages.models import AlliancePage, OrganisationPage, SiteSettings
from core.pages.site_tree import public_pages
from core.visitors import addresses, limits

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
PER_NETWORK = 20
PER_SENDER = 5
#: So many messages reach one receiver in a day, whoever sends them.
PER_RECEIVER = 100
THINGS: dict[str, tuple[type[Organisation] | type[Alliance], type[Page]]] = {
    KINDS[Organisation]: (Organisation, OrganisationPage),
    KINDS[Alliance]: (Alliance, AlliancePage),
}


@dataclass(frozen=True)
class Receiver:
    """Who gets a message. `address` is shown to nobody."""

    name: str
    address: str
    key: str
    site: Site
    phone: str = ""
    page_url: str = ""

    @property
    def responsible(self) -> dict[str, str]:
        """Name and page, for the note below the form."""
        return {"title": self.name, "url": self.page_url}


def find(request: HttpRequest, site: Site, kind: str, key: str) -> Receiver | None:
    """Return the organisation or alliance of that feed key, if its page is public and it has an address."""
    model, page_model = THINGS[kind]
    thing = model._default_manager.filter(site=site, feed_key=key).first()
    if thing is None or not address_of(thing):
        return None
    pages = public_pages(site, page_model).filter(translation_key=thing.key).defer("body")
    page = next(iter(listings.best_pages(pages, current())), None)
    if page is None:
        return None
    phone = getattr(thing, "phone", "")
    return Receiver(page.title, address_of(thing), f"{kind}:{thing.pk}", site, phone, page.get_url(request) or "")


def operator(site: Site) -> Receiver | None:
    """Return who operates a site; None while the settings name no address."""
    known = SiteSettings.objects.filter(site=site).first()
    if known is None or not known.message_address:
        return None
    name = known.legal_name or site.site_name or settings.WAGTAIL_SITE_NAME
    return Receiver(name, known.message_address, f"site:{site.pk}", site, known.contact_phone)


def is_allowed(request: HttpRequest, receiver: Receiver, email: str) -> bool:
    """Count one more from this network, from this sender, to this receiver; say whether that is not too many."""
    network, sender = limits.client_key(request), addresses.normalise(email) if email else ""
    return (
        limits.allow("message.network", network, limit=PER_NETWORK, window=HOUR)
        and limits.allow("message.sender", sender, limit=PER_SENDER, window=HOUR)
        and limits.allow("message.receiver", receiver.key, limit=PER_RECEIVER, window=DAY)
    )


def send(receiver: Receiver, kind: str, nonce: str, words: dict[str, Any]) -> None:
    """Post a message; the same filling-in of a form twice is one mail. Answers go to the sender's address, if any."""
    context = {"receiver": receiver.name, "page_url": "", **words}
    if words.get("page"):
        context["page_url"] = site_url(receiver.site) + words["page"] if words["page"].startswith("/") else ""
    with transaction.atomic():
        notify(
            kind,
            key=f"{kind}:{nonce}",
            to=receiver.address,
            site=receiver.site,
            language=settings.LANGUAGE_CODE,
            reply_to=words.get("email", ""),
            context=context,
        )
