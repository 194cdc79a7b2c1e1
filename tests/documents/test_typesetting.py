"""Documents as a reader gets them: tagged, in our type, and what somebody typed comes out as it was typed."""

from __future__ import annotations

import io

import pytest
from django.template import TemplateDoesNotExist
from pypdf import PdfReader

from core.documents.typesetting import Paper, source

NASTY = '#read("/etc/passwd") $x$ *a* _b_ @c <d> \\ "e" ] } //'
WORDS = {"none": "Nichts.", "changes": "Änderungen:"}


def entry(**changes):
    shown = {"kind": "event", "title": "Sommerfest", "time": "18 Uhr", "where": "Bürgertreff", "by": "", "notes": []}
    return {**shown, "state": "", "off": False, "url": "https://example.org/sommerfest/", **changes}


def programme(*entries, language="de", title="Termine"):
    day = {"title": "Donnerstag, 8. Oktober 2026", "entries": list(entries)}
    months = [{"title": "Oktober 2026", "days": [day]}] if entries else []
    data = {"lead": "", "months": months, "more": "", "url": "", "shown_url": "", "words": WORDS}
    return Paper("documents/programme.typ", title, data, language, "Allmende", "allmende.example.org")


def sheet(rows, blank=0):
    data = {"facts": [["Wann", "heute"], ["Wo", ""]], "columns": [["Name", 2], ["Ja", 1]], "rows": rows, "blank": blank}
    return Paper("documents/sheet.typ", "Anwesenheit", data, "de", "Allmende", "allmende.example.org")


def read(paper):
    return PdfReader(io.BytesIO(paper.pdf()))


def words(reader):
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


def fonts(reader):
    return [
        font.get_object()
        for page in reader.pages
        for font in page["/Resources"].get("/Font", {}).values()  # the page's own type
    ]


@pytest.mark.parametrize(("language", "lang"), [("de", "de"), ("en", "en"), ("de-simple", "de")])
def test_it_is_tagged_and_says_title_and_language(language, lang):
    reader = read(programme(entry(), language=language, title="Termine im Oktober"))
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"] == True  # noqa: E712 -- pypdf's own type of truth
    assert root["/StructTreeRoot"]["/K"]
    assert root["/Lang"] == lang
    assert root["/ViewerPreferences"]["/DisplayDocTitle"] == True  # noqa: E712
    assert reader.metadata.title == "Termine im Oktober"
    assert b"<pdfuaid:part>1<" in root["/Metadata"].get_object().get_data()


def test_our_type_is_embedded_and_no_other():
    found = fonts(read(programme(entry())))
    assert found
    for font in found:
        assert "AtkinsonHyperlegibleNext" in font["/BaseFont"]
        descriptor = font["/DescendantFonts"][0].get_object()["/FontDescriptor"]
        assert {"/FontFile2", "/FontFile3"} & set(descriptor)


@pytest.mark.parametrize("place", ["title", "where", "by", "time", "state"])
def test_what_somebody_typed_is_text(place):
    shown = words(read(programme(entry(**{place: NASTY}))))
    assert NASTY.replace(" ", "") in shown.replace(" ", ""), "narrow columns break lines"


def test_a_title_of_the_whole_document_is_text_too():
    reader = read(programme(title=NASTY))
    assert reader.metadata.title == NASTY
    assert NASTY in words(reader)


def test_letters_that_no_font_has_do_not_stop_it():
    reader = read(programme(entry(title="Łódź Київ 北京 😀")))
    assert "Київ" in words(reader)
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"] == True  # noqa: E712


def test_a_head_row_repeats_on_every_page():
    reader = read(sheet([[f"Person {n}", ""] for n in range(60)], blank=5))
    assert len(reader.pages) > 1
    for number, page in enumerate(reader.pages, 1):
        text = page.extract_text()
        assert "Name" in text
        assert f"Seite {number} von {len(reader.pages)}" in text


def test_empty_facts_are_left_out():
    text = words(read(sheet([])))
    assert "Wann" in text
    assert "Wo" not in text


def test_a_programme_without_dates_says_so():
    assert "Nichts." in words(read(programme()))


def test_the_etag_tells_documents_apart_without_setting_them():
    assert programme(entry()).etag == programme(entry()).etag
    assert programme(entry()).etag != programme(entry(title="Winterfest")).etag
    assert programme(entry()).etag != programme(entry(), language="en").etag


def test_a_site_may_override_a_template_by_its_path(settings, tmp_path):
    own = tmp_path / "documents" / "sheet.typ"
    own.parent.mkdir()
    own.write_text("#show: document-base\nUnser Blatt", "utf-8")
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [tmp_path, *settings.TEMPLATES[0]["DIRS"]]}]
    assert "Unser Blatt" in words(read(sheet([])))


def test_an_unknown_template_is_named():
    with pytest.raises(TemplateDoesNotExist, match=r"documents/nichts\.typ"):
        source("documents/nichts.typ")
