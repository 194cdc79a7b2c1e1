"""„Meine Übersicht“: everything that belongs to a mail address, shown to whoever can read its mail.

Asking gives the same answer and the same mail for every address, so nobody learns who takes part. The link names the
mail in the outbox, not the address: addresses stand in no URL.
"""

from __future__ import annotations

import hashlib
from datetime import timedelta

from django import forms
from django.conf import settings
from django.core.exceptions import NON_FIELD_ERRORS
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import get_language, gettext, gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.models import Site

from core.hooks.dispatch import collect, render_fragments
from core.mail.models import OutboxMessage
from core.mail.notify import notify
from core.mail.rendering import site_url
from core.visitors import addresses, limits, links
from core.visitors.fields import MailField
from core.visitors.forms import VisitorForm
from core.visitors.protection import visitor_page

PURPOSE = "core.overview"
LINK_AGE = timedelta(hours=1)
HOUR = timedelta(hours=1)
MAILS_PER_ADDRESS = 3
REQUESTS_PER_NETWORK = 60


class AddressForm(VisitorForm):
    """Asks for the address that the link shall go to."""

    email = MailField(
        label=gettext_lazy("E-Mail-Adresse"),
        max_length=254,
        help_text=gettext_lazy("An diese Adresse schicken wir Ihnen den Link."),
        widget=forms.EmailInput({"autocomplete": "email"}),
    )
    #: The address that was already asked about, so that one who insists on it is believed.
    asked = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean_email(self) -> str:
        """Ask once about an address that looks mistyped."""
        typed = self.cleaned_data["email"]
        meant = addresses.suggestion(typed)
        if meant and self.data.get("asked") != typed:
            self.data["asked"] = typed
            question = gettext("Meinten Sie %(meant)s? Wenn Ihre Adresse so stimmt, senden Sie sie noch einmal ab.")
            raise forms.ValidationError(question % {"meant": meant}, code="mistyped")
        return addresses.normalise(typed)


@require_http_methods(["GET", "HEAD", "POST"])
@visitor_page
def ask(request: HttpRequest) -> HttpResponse:
    """The form, and what sends the link."""
    form = AddressForm(request.POST if request.method == "POST" else None, purpose=PURPOSE, subject="")
    if form.is_valid() and _network_may(request, form):
        send_link(_site(request), form.cleaned_data["email"], form.nonce, get_language() or settings.LANGUAGE_CODE)
        return redirect("overview_sent")
    status = 429 if form.is_bound and form.has_error(NON_FIELD_ERRORS, "limit") else 200
    return render(request, "core/visitors/overview_request.html", {"form": form}, status=status)


@require_safe
@visitor_page
def sent(request: HttpRequest) -> HttpResponse:
    """The answer to every address."""
    return render(request, "core/visitors/overview_request.html", {"sent": True})


@require_safe
@visitor_page
def show(request: HttpRequest, token: str) -> HttpResponse:
    """All that belongs to the address which the link was sent to."""
    site = _site(request)
    try:
        address = read_link(site, token)
    except links.LinkError as error:
        return _link_problem(request, error)
    panels = render_fragments(collect("overview_panels", on_site=site, address=address), request)
    context = {"masked_address": addresses.mask(address), "panels": panels}
    return render(request, "core/visitors/overview.html", context)


def send_link(site: Site, address: str, nonce: str, language: str) -> bool:
    """Mail a link to `address`, known here or not. Returns False when it has had enough of them for this hour."""
    if not limits.allow("overview.address", address, limit=MAILS_PER_ADDRESS, window=HOUR):
        return False
    name = hashlib.sha256(f"{nonce}:{address}".encode()).hexdigest()[:32]
    url = site_url(site) + reverse("overview_show", args=[links.make(PURPOSE, name)])
    context = {"url": url, "hours": LINK_AGE // HOUR}
    with transaction.atomic():
        notify("core.overview", key=_key(name), to=address, site=site, language=language, context=context)
    return True


def read_link(site: Site, token: str) -> str:
    """Return the address that the link was mailed to. Raises LinkError."""
    name = links.read(PURPOSE, token, max_age=LINK_AGE)
    mail = OutboxMessage.objects.filter(key=_key(name), site=site).exclude(to="").first()
    if mail is None:
        raise links.LinkError("invalid")
    return mail.to


def _key(name: str) -> str:
    return f"core.overview:{name}"


def _network_may(request: HttpRequest, form: AddressForm) -> bool:
    key = limits.client_key(request)
    if limits.allow("overview.network", key, limit=REQUESTS_PER_NETWORK, window=HOUR):
        return True
    words = gettext(
        "Von Ihrem Anschluss kamen gerade sehr viele Anfragen. Bitte versuchen Sie es in einer Stunde noch einmal."
    )
    form.add_error(None, forms.ValidationError(words, code="limit"))
    return False


def _link_problem(request: HttpRequest, error: links.LinkError) -> HttpResponse:
    context = {"overview_url": reverse("overview")}
    return render(request, "core/visitors/link_invalid.html", context, status=410 if error.code == "expired" else 404)


def _site(request: HttpRequest) -> Site:
    site = Site.find_for_request(request)
    if site is None:
        raise Http404
    return site


overview_urls = [
    path(gettext_lazy("meine-uebersicht/"), ask, name="overview"),
    path(gettext_lazy("meine-uebersicht/gesendet/"), sent, name="overview_sent"),
    path(gettext_lazy("meine-uebersicht/<str:token>/"), show, name="overview_show"),
]
