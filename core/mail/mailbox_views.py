"""`/postfach/`: the mails of a site without a mail server. They hold everybody's links, so almost nobody may look."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.cache import add_never_cache_headers
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from core import clients
from core.mail import mailbox

PER_PAGE = 50
#: What is shown came by mail: it runs nothing, loads nothing, and its links open outside of the frame.
SANDBOX = (
    "sandbox allow-popups allow-popups-to-escape-sandbox allow-top-navigation-by-user-activation; "
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'; base-uri 'none'"
)
View = Callable[..., HttpResponse]


def may_read(request: HttpRequest) -> bool:
    """Say whether this request may see everybody's mail: on the own machine everybody, else superusers."""
    return (clients.is_local_site() and clients.comes_from_here(request)) or bool(
        getattr(request.user, "is_superuser", False)
    )


def _for_readers(view: View) -> View:
    """Answer 404 to all others, as if there was no such address; and let no cache keep what readers see."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if not may_read(request):
            raise Http404
        response = view(request, *args, **kwargs)
        add_never_cache_headers(response)
        response["Referrer-Policy"] = "no-referrer"
        response["X-Robots-Tag"] = "noindex"
        return response

    return require_safe(guarded)


@_for_readers
def letters(request: HttpRequest) -> HttpResponse:
    """The list of all mails, newest first."""
    page = Paginator(mailbox.keys(), PER_PAGE).get_page(request.GET.get("page"))
    rows = [
        {"to": found.to, "subject": found.subject, "sent_at": found.sent_at, "url": _url("letter", found.key)}
        for found in mailbox.read_many(list(page.object_list))
    ]
    return render(request, "core/postfach/list.html", {"messages": rows, "page_obj": page})


@_for_readers
def letter(request: HttpRequest, key: str) -> HttpResponse:
    """One mail: head, plain text, the HTML in a frame, the files."""
    return render(
        request, "core/postfach/message.html", {"message": _described(_letter_or_404(key)), "list_url": _url("list")}
    )


@_for_readers
def html(request: HttpRequest, key: str) -> HttpResponse:
    """The HTML part alone, for the frame on the page of the mail."""
    words = _letter_or_404(key).html.replace("<head>", '<head><base target="_top">', 1)
    return HttpResponse(words, headers={"Content-Security-Policy": SANDBOX})


@_for_readers
def attachment(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """One file of a mail, always as a download."""
    files = _letter_or_404(key).attachments
    if number >= len(files):
        raise Http404
    file = files[number]
    response = HttpResponse(file.content, content_type=file.content_type)
    response["Content-Disposition"] = content_disposition_header(True, file.name or "anhang")
    response["Content-Security-Policy"] = SANDBOX
    return response


def _described(found: mailbox.Letter) -> dict[str, object]:
    return {
        "to": found.to,
        "sender": found.sender,
        "reply_to": found.reply_to,
        "subject": found.subject,
        "sent_at": found.sent_at,
        "text": found.text,
        "html_url": _url("html", found.key) if found.html else "",
        "attachments": [
            {"name": file.name, "size": file.size, "url": _url("attachment", found.key, file.number)}
            for file in found.attachments
        ],
    }


def _letter_or_404(key: str) -> mailbox.Letter:
    found = mailbox.read(key)
    if found is None:
        raise Http404
    return found


def _url(name: str, *args: object) -> str:
    return reverse(f"postfach:{name}", args=args)


postfach_urls = [
    path("", letters, name="list"),
    path("<str:key>/", letter, name="letter"),
    path("<str:key>/html/", html, name="html"),
    path("<str:key>/anhang/<int:number>/", attachment, name="attachment"),
]
