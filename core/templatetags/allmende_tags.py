"""Tags of the public pages: icons, pictures, places, dates in words, the look of form fields."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import template
from django.conf import settings
from django.forms import BaseForm, BoundField, CheckboxInput, CheckboxSelectMultiple, RadioSelect
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import slugify
from django.utils.translation import get_language
from wagtail.admin.templatetags.wagtailuserbar import wagtailuserbar

from core import phrases
from core.directory.languages import DEFAULT
from core.look.autocomplete import name_parts, purpose_of
from core.look.bundle import bundle
from core.look.strips import strips
from core.pages import renditions
from core.pages.blocks.previews import SamplePicture
from core.phrases import Day, Moment, State

register = template.Library()

#: Icons of the kinds of things; other icons are named directly.
KIND_ICONS = frozenset(phrases.KIND_LABELS)


# --- pictures -------------------------------------------------------------------------------------
@register.simple_tag
def icon(name: str) -> SafeString:
    """``{% icon "event" %}``: a sign beside a word, hidden from screen readers."""
    return format_html('<svg class="icon" aria-hidden="true"><use href="{}#{}"/></svg>', static("core/icons.svg"), name)


@register.simple_tag
def picture(kind: str, seed: object, width: int = 800, height: int = 500, loading: str = "lazy") -> SafeString:
    """``{% picture "alliance" page.slug 900 800 %}``: a generated picture. Decoration, so ``alt`` is empty."""
    address = picture_address(kind, seed, width, height)
    return format_html(
        '<img src="{}" alt="" width="{}" height="{}" loading="{}" decoding="async">', address, width, height, loading
    )


@register.simple_tag
def photo(image: Any, sizes: str = renditions.WHOLE_COLUMN) -> SafeString:
    """``{% photo value.image %}``: an uploaded picture in widths to choose from, with the words of its block."""
    alt = getattr(image, "contextual_alt_text", None) or ""
    if isinstance(image, SamplePicture):
        address = picture_address(image.kind, image.seed)
        return format_html('<img src="{}" alt="{}" width="800" height="500">', address, alt)
    return renditions.photo(image, alt, sizes) if image else SafeString("")


@register.simple_tag
def photo_address(image: Any) -> str:
    """``{% photo_address value.poster %}``: the address of one uploaded picture, for a player."""
    if isinstance(image, SamplePicture):
        return picture_address(image.kind, image.seed)
    return renditions.address(image) if image else ""


@register.simple_tag
def logo(image: Any, name: str) -> SafeString:
    """``{% logo value.image value.name %}``: the mark of a partner; the name is its text alternative."""
    return renditions.photo(image, name, specs=renditions.LOGO) if image else SafeString("")


@register.simple_tag
def picture_address(kind: str, seed: object, width: int = 800, height: int = 500) -> str:
    """The address of a generated picture. The seed may be anything that names the thing for good."""
    kwargs = {"kind": kind, "seed": slugify(str(seed))[:80] or "allmende", "width": width, "height": height}
    return reverse("picture", kwargs=kwargs)


@register.simple_tag
def style_address() -> str:
    """``{% style_address %}``: where the one style sheet of the site is. Needs neither database nor manifest."""
    return bundle().address


@register.simple_tag(takes_context=True)
def editor_bar(context: template.Context) -> str:
    """``{% editor_bar %}``: Wagtail's bar for those who are logged in.

    Nobody else's session is asked for, so that the pages of visitors stay free of `Vary: Cookie`.
    """
    request = context.get("request")
    if request is None or settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return ""
    return wagtailuserbar(context) or ""


@register.inclusion_tag("components/privacy_note.html", takes_context=True)
def privacy_note(context: template.Context, organisation: Any = None) -> dict[str, str]:
    """``{% privacy_note organisation %}``: below every form of visitors, who gets what they write.

    `organisation` is one, or a dict with `title` and the `url` of its page; without it, it is the operator of the site.
    """
    known = organisation if isinstance(organisation, dict) else {}
    name, url = known.get("title") or str(organisation or ""), known.get("url")
    own = f"{url}#verantwortlich" if url else ""
    return {
        "name": name or str(context.get("operator") or ""),
        "imprint_url": own if name else str(context.get("imprint_url") or ""),
        "privacy_url": str(context.get("privacy_url") or ""),
    }


# --- languages ------------------------------------------------------------------------------------
@register.simple_tag
def german() -> SafeString:
    """``<p{% german %}>``: marks words that are in German whatever the language of the page (WCAG 3.1.2)."""
    return SafeString("" if (get_language() or DEFAULT).startswith(DEFAULT) else f' lang="{DEFAULT}"')


# --- dates ----------------------------------------------------------------------------------------
@register.simple_tag
def date_phrase(starts_at: Moment, ends_at: Moment | None = None, all_day: bool = False) -> str:
    """``{% date_phrase starts_at ends_at %}``: „Donnerstag, 8. Oktober 2026, 18.00 bis 20.30 Uhr“."""
    return phrases.date_phrase(starts_at, ends_at, all_day=all_day) if starts_at else ""


@register.simple_tag
def time_phrase(starts_at: Moment, ends_at: Moment | None = None, all_day: bool = False, on: date | None = None) -> str:
    """``{% time_phrase starts_at ends_at %}``: „18–20.30 Uhr“, beside a day that is already written."""
    return phrases.time_phrase(starts_at, ends_at, all_day=all_day, on=on) if starts_at else ""


@register.filter
def day_phrase(day: Moment) -> str:
    """``{{ day|day_phrase }}``: „Donnerstag, 8. Oktober 2026“."""
    return phrases.day_phrase(day) if day else ""


@register.filter
def month_phrase(day: Moment) -> str:
    """``{{ day|month_phrase }}``: „Oktober 2026“."""
    return phrases.month_phrase(day) if day else ""


@register.filter
def clock_phrase(moment: Any) -> str:
    """``{{ starts_at|clock_phrase }}``: „18.00“."""
    return phrases.clock_phrase(moment) if moment else ""


@register.filter
def partial_date(text: str) -> str:
    """``{{ "2004-10"|partial_date }}``: „Oktober 2004“."""
    return phrases.partial_date(text) if text else ""


@register.filter
def day_parts(day: Moment) -> Day:
    """The parts of a day for large numerals."""
    return phrases.day_parts(day)


# --- free places ----------------------------------------------------------------------------------
@register.simple_tag
def state_of(
    status: str = "", availability: str = "", free_places: int | None = None, moved: object = None
) -> State | None:
    """``{% state_of entry.status entry.availability entry.free_places entry.moved_from as state %}``."""
    known = free_places if isinstance(free_places, int) else None
    return phrases.state_of(status, availability, known, moved=bool(moved))


@register.simple_tag
def places_phrase(capacity: int, free: int) -> str:
    """``{% places_phrase 30 7 %}``: „7 von 30 Plätzen frei“."""
    return phrases.places_phrase(capacity, free)


@register.filter
def waiting_phrase(waiting: int) -> str:
    """``{{ 4|waiting_phrase }}``: „4 Personen stehen auf der Warteliste“."""
    return phrases.waiting_phrase(waiting)


@register.simple_tag
def places_bar(capacity: int, free: int) -> SafeString:
    """``{% places_bar 30 7 %}``: the places as strips, sown and open. One free place is never hidden by rounding."""
    return strips(capacity, capacity - free, phrases.taken_phrase(capacity, free)) if capacity else SafeString("")


# --- kinds of things ------------------------------------------------------------------------------
@register.filter
def kind_label(kind: str) -> str:
    """``{{ "alliance"|kind_label }}``: „Bündnis“."""
    return phrases.kind_label(kind)


@register.filter
def kind_icon(kind: str) -> str:
    """The icon of a kind of thing; a page for everything else."""
    return kind if kind in KIND_ICONS else "document"


# --- forms ----------------------------------------------------------------------------------------
@register.filter
def look(field: BoundField) -> str:
    """How a field is laid out: ``choices`` (one of some, some of some), ``switch`` (one box to tick), ``line``."""
    widget = field.field.widget
    if isinstance(widget, RadioSelect | CheckboxSelectMultiple):
        return "choices"
    return "switch" if isinstance(widget, CheckboxInput) else "line"


@register.filter(name="input")
def input_of(field: BoundField) -> SafeString:
    """``{{ field|input }}``: the input itself, with what browsers may fill in."""
    name_parts(field.field.widget)
    purpose = purpose_of(field)
    return field.as_widget(attrs={"autocomplete": purpose} if purpose else None)


@register.filter
def first_id(field: BoundField) -> str:
    """Where a link to a field leads: its input, or the first of its choices."""
    if look(field) == "choices":
        first = next(iter(field.subwidgets), None)
        return first.id_for_label if first else field.auto_id
    return field.id_for_label or field.auto_id


@register.filter
def errors_phrase(form: BaseForm) -> str:
    """The heading above a form that came back with errors."""
    codes = [error.code for errors in form.errors.as_data().values() for error in errors]
    return phrases.errors_phrase(len(codes), all_missing=all(code == "required" for code in codes))
