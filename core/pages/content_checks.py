"""What an editor is told about the words and pictures of a page.

The checks panel runs axe over the preview, with all its rules. What axe cannot see (it knows no other paragraph than
the one it looks at) is told by a message after saving.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from html import unescape
from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.userbar import AccessibilityItem, ContentCheckerItem
from wagtail.blocks import StreamValue, StructValue
from wagtail.images.models import AbstractImage
from wagtail.models import Page
from wagtail.rich_text import RichText

#: „IMG_2041“, „hoffest.jpg“, „AfB_Stoffel_Annabel“, „DSC 0815“: what a camera or a folder calls a picture.
FILE_NAME = r"\.(avif|gif|heic|jpe?g|png|svg|tiff?|webp)$|_|^(dscn?|img|image|foto|bild|pict|scan)[ -]?\d+$"
LOOKS_LIKE_FILE = re.compile(FILE_NAME, re.IGNORECASE)
#: Shorter paragraphs may come twice: „Eintritt frei.“
LONG_ENOUGH = 60
PARAGRAPH = re.compile(r"<(?:p|li|h[2-6])\b[^>]*>(.*?)</(?:p|li|h[2-6])>", re.DOTALL)
TAG = re.compile(r"<[^>]+>")

_LINK = gettext_lazy("Sagen Sie im Verweis, wohin er führt. „Hier“ und „mehr“ sagen es nicht.")
_READABLE = gettext_lazy("Screenreader brauchen hier Wörter.")
#: What editors can mend: a name for the fault, and what to do.
MENDABLE = {
    "alt-text-quality": (gettext_lazy("Der Alternativtext sieht aus wie ein Dateiname"), _READABLE),
    "image-alt": (gettext_lazy("Einem Bild fehlt die Beschreibung"), _READABLE),
    "image-redundant-alt": (
        gettext_lazy("Der Alternativtext wiederholt, was daneben steht"),
        gettext_lazy("Beschreiben Sie, was nur das Bild zeigt, oder kennzeichnen Sie es als Schmuck."),
    ),
    "empty-heading": (gettext_lazy("Eine Überschrift ist leer"), gettext_lazy("Füllen oder entfernen Sie sie.")),
    "heading-order": (
        gettext_lazy("Eine Überschrift überspringt eine Ebene"),
        gettext_lazy("Auf eine Überschrift folgt höchstens die nächstkleinere."),
    ),
    "p-as-heading": (
        gettext_lazy("Ein fetter Absatz spielt Überschrift"),
        gettext_lazy("Nehmen Sie dafür den Baustein „Überschrift“."),
    ),
    "link-name": (gettext_lazy("Einem Verweis fehlen die Wörter"), _LINK),
    "identical-links-same-purpose": (gettext_lazy("Gleiche Wörter, verschiedene Ziele"), _LINK),
    "link-in-text-block": (gettext_lazy("Ein Verweis ist im Text nicht zu erkennen"), _LINK),
    "button-name": (gettext_lazy("Einem Knopf fehlt die Beschriftung"), _READABLE),
    "summary-name": (gettext_lazy("Einer Aufklappzeile fehlt die Frage"), _READABLE),
    "video-caption": (
        gettext_lazy("Einem Video fehlen Untertitel"),
        gettext_lazy("Fügen Sie im Baustein „Video“ eine Datei in WebVTT an."),
    ),
    "audio-caption": (gettext_lazy("Einer Tonaufnahme fehlt die Abschrift"), _READABLE),
    "empty-table-header": (gettext_lazy("Ein Tabellenkopf ist leer"), _READABLE),
    "td-has-header": (gettext_lazy("Einer Tabelle fehlt der Kopf"), _READABLE),
    "list": (gettext_lazy("Eine Aufzählung ist falsch gebaut"), gettext_lazy("Legen Sie sie neu an.")),
    "listitem": (gettext_lazy("Ein Punkt steht außerhalb einer Aufzählung"), gettext_lazy("Legen Sie sie neu an.")),
    "empty-meta-description": (
        gettext_lazy("Für Suchmaschinen fehlt eine Beschreibung"),
        gettext_lazy("Schreiben Sie eine Einleitung, oder füllen Sie das Feld unter „Veröffentlichung“."),
    ),
}
TEMPLATE_FAULT = gettext_lazy("Ein Fehler der Vorlage: %s")
REPORT = gettext_lazy("Das können Sie hier nicht beheben. Bitte melden Sie es der Stelle, die die Website betreibt.")
#: Everything else that axe finds is the fault of a template, not of an editor.
_TEMPLATE_RULES = """
accesskeys area-alt aria-allowed-attr aria-allowed-role aria-braille-equivalent aria-command-name aria-conditional-attr
aria-deprecated-role aria-dialog-name aria-hidden-body aria-hidden-focus aria-input-field-name aria-meter-name
aria-progressbar-name aria-prohibited-attr aria-required-attr aria-required-children aria-required-parent
aria-roledescription aria-roles aria-text aria-toggle-field-name aria-tooltip-name aria-treeitem-name aria-valid-attr
aria-valid-attr-value autocomplete-valid avoid-inline-spacing blink bypass color-contrast color-contrast-enhanced
css-orientation-lock definition-list dlitem document-title duplicate-id duplicate-id-active duplicate-id-aria
focus-order-semantics form-field-multiple-labels frame-focusable-content frame-tested frame-title frame-title-unique
hidden-content html-has-lang html-lang-valid html-xml-lang-mismatch input-button-name input-image-alt label
label-content-name-mismatch label-title-only landmark-banner-is-top-level landmark-complementary-is-top-level
landmark-contentinfo-is-top-level landmark-main-is-top-level landmark-no-duplicate-banner
landmark-no-duplicate-contentinfo landmark-no-duplicate-main landmark-one-main landmark-unique marquee meta-refresh
meta-refresh-no-exceptions meta-viewport meta-viewport-large nested-interactive no-autoplay-audio object-alt
page-has-heading-one presentation-role-conflict region role-img-alt scope-attr-valid scrollable-region-focusable
select-name server-side-image-map skip-link svg-img-alt tabindex table-duplicate-name table-fake-caption target-size
td-headers-attr th-has-data-cells valid-lang
"""
TEMPLATE_RULES = _TEMPLATE_RULES.split()


class ContentChecks(ContentCheckerItem):
    """Wagtail's checks with all rules of axe and in our words."""

    axe_run_only = None
    axe_custom_checks = [
        {"id": "check-image-alt-text", "options": {"pattern": FILE_NAME}},
        {"id": "check-empty-meta-description"},
    ]

    def get_axe_messages(self, request: HttpRequest) -> dict[str, dict[str, Any]]:
        found: dict[str, dict[str, Any]] = {
            rule: {"error_name": name, "help_text": advice} for rule, (name, advice) in MENDABLE.items()
        }
        for rule in TEMPLATE_RULES:
            found[rule] = {"error_name": TEMPLATE_FAULT % rule, "help_text": REPORT}
        return found


def use_all_rules(request: HttpRequest, items: list[Any], page: Page | None) -> None:
    """`construct_wagtail_userbar`"""
    items[:] = [
        ContentChecks(in_editor=item.in_editor) if isinstance(item, ContentCheckerItem | AccessibilityItem) else item
        for item in items
    ]


def tell_findings(request: HttpRequest, page: Page) -> None:
    """`after_create_page`, `after_edit_page`: say what axe cannot see; not while the editor saves by itself."""
    if "application/json" in request.headers.get("Accept", ""):
        return
    for finding in findings(page):
        messages.warning(request, finding)


def findings(page: Page) -> list[str]:
    """Return a sentence for each paragraph that stands twice on a page and each picture described by a file name."""
    body = getattr(page, "body", None)
    if body is None:
        return []
    texts = Counter(text for text in paragraphs(body) if len(text) >= LONG_ENOUGH)
    twice = [_("Dieser Absatz steht mehrmals auf der Seite: „%s“") % short(text) for text, n in texts.items() if n > 1]
    names = {image.contextual_alt_text or "" for image in of_type(body, AbstractImage) if hasattr(image, "decorative")}
    files = [
        _("Dieser Alternativtext sieht aus wie ein Dateiname: „%s“. Bitte beschreiben Sie, was zu sehen ist.") % name
        for name in sorted(names)
        if LOOKS_LIKE_FILE.search(name)
    ]
    return [*twice, *files]


def short(text: str) -> str:
    return Truncator(text).chars(80)


def paragraphs(body: StreamValue) -> Iterator[str]:
    """Yield the words of every paragraph, list item and plain text, without markup."""
    for text in of_type(body, RichText | str):
        source = text.source if isinstance(text, RichText) else f"<p>{text}</p>"
        yield from (" ".join(unescape(TAG.sub("", found)).split()) for found in PARAGRAPH.findall(source))


def of_type(value: Any, wanted: Any) -> Iterator[Any]:
    """Yield every value of a type inside streams, lists and structures."""
    if isinstance(value, wanted):
        yield value
    elif isinstance(value, StreamValue):
        for child in value:
            yield from of_type(child.value, wanted)
    elif isinstance(value, StructValue):
        for inner in value.values():
            yield from of_type(inner, wanted)
    elif hasattr(value, "list_block"):
        for inner in value:
            yield from of_type(inner, wanted)
