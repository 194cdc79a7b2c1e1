"""Pictures, films and files in page bodies: what they say, and how often they ask the database."""

import re

import pytest
from django.core.files.base import ContentFile
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.images.tests.utils import get_test_image_file_jpeg

from core.pages.blocks import BODY_BLOCKS
from core.pages.models import ContentPage
from tests.factories import ContentPageFactory, PersonFactory
from tests.pages.test_queries import MOST, queries_of

pytestmark = pytest.mark.django_db
BLOCKS = dict(BODY_BLOCKS)


@pytest.fixture(autouse=True)
def _own_media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def picture(title="Hof", size=(1200, 800)):
    return Image.objects.create(title=title, file=get_test_image_file_jpeg(f"{title}.jpg", size=size))


def file(name, content=b"0123456789"):
    return Document.objects.create(title=name, file=ContentFile(content, name=name))


def described(image, words="Leute am Tisch", decorative=False):
    return {"image": image.pk, "alt_text": words, "decorative": decorative}


def page_with(town, *blocks):
    body = [{"type": kind, "value": value} for kind, value in blocks]
    return ContentPageFactory(parent=town.site.root_page.specific, body=body)


def html_of(client, page):
    response = client.get(page.url)
    assert response.status_code == 200
    return response.content.decode()


def test_the_browser_chooses_among_widths(client, town):
    value = {"image": described(picture()), "caption": "Im Hof", "credit": "Mira"}
    html = html_of(client, page_with(town, ("image", value)))
    found = re.search(r'<img src="[^"]+" srcset="([^"]+)" sizes="[^"]+" alt="Leute am Tisch"[^>]*>', html)
    assert re.findall(r" (\d+)w", found.group(1)) == ["480", "960", "1200"]
    assert ".webp" in found.group(1)
    assert "Bild: Mira" in html


def test_a_small_picture_is_not_offered_twice_in_one_width(client, town):
    value = {"image": described(picture(size=(400, 300))), "caption": "", "credit": ""}
    html = html_of(client, page_with(town, ("image", value)))
    assert "srcset" not in html.partition('<figure class="figure">')[2].partition("</figure>")[0]


def test_decoration_has_no_words(client, town):
    value = {"image": described(picture(), "", decorative=True), "caption": "", "credit": ""}
    assert 'alt=""' in html_of(client, page_with(town, ("image", value))).partition('<figure class="figure">')[2]


def test_one_picture_twice_with_different_words(client, town):
    image = picture()
    values = [{"image": described(image, words), "caption": ""} for words in ("Von vorn", "Von hinten")]
    html = html_of(client, page_with(town, ("gallery", {"title": "", "pictures": values})))
    assert re.findall(r'alt="(Von \w+)"', html) == ["Von vorn", "Von hinten"]


def test_a_mark_is_read_as_the_partners_name(client, town):
    logo = {"name": "Werkhof", "image": picture().pk, "url": "https://example.org/"}
    assert 'alt="Werkhof"' in html_of(client, page_with(town, ("logos", {"title": "", "logos": [logo]})))


def everything(count):
    """Each block that needs something stored, with `count` rows."""
    images = [{"image": described(picture(f"Bild {number}")), "caption": "So"} for number in range(count)]
    logos = [{"name": f"Haus {number}", "image": picture(f"Zeichen {number}").pk} for number in range(count)]
    people = [{"person": PersonFactory(picture=picture(f"Foto {number}")).pk, "role": ""} for number in range(count)]
    return [
        ("gallery", {"title": "", "pictures": images}),
        ("logos", {"title": "", "logos": logos}),
        ("people", {"title": "Wir", "people": people}),
        ("downloads", {"title": "Mit", "documents": [file(f"Satzung{number}.pdf").pk for number in range(count)]}),
        *[("image", value) for value in images],
    ]


@pytest.mark.parametrize("kind", ["gallery", "logos", "people", "downloads", "image", "columns"])
def test_three_of_a_kind_cost_no_more_than_one(client, town, kind):
    def page(count):
        chosen = [
            (name, value) for name, value in everything(count) if name == (kind if kind != "columns" else "image")
        ]
        if kind == "columns":
            inner = [{"type": "image", "value": value} for _name, value in chosen]
            chosen = [("columns", {"left": inner, "right": inner})] * count
        return page_with(town, *chosen)

    one, three = (len(queries_of(client, page(count).url)) for count in (1, 3))
    assert one == three
    assert three <= MOST


def test_teasers_cost_the_same_for_one_page_and_for_three(client, town):
    pages = [page_with(town) for _number in range(3)]
    counts = [
        len(queries_of(client, page_with(town, ("teaser", {"title": "Hier", "pages": [p.pk for p in chosen]})).url))
        for chosen in (pages[:1], pages)
    ]
    assert counts[0] == counts[1]
    assert counts[1] <= MOST


# -- films -----------------------------------------------------------------------------------------


def test_a_film_of_ours_loads_nothing_before_a_click(client, town):
    value = {
        "title": "Rundgang",
        "file": file("rundgang.mp4").pk,
        "captions": file("rundgang.vtt").pk,
        "poster": picture().pk,
        "transcript": "<p>Mira öffnet die Tür.</p>",
    }
    html = html_of(client, page_with(town, ("film", value)))
    assert '<video controls preload="none"' in html
    assert '<track kind="captions"' in html
    assert "Mira öffnet die Tür." in html


def test_a_film_elsewhere_is_a_link_that_says_where_it_leads(client, town):
    value = {"title": "Rundgang", "url": "https://video.example.org/1", "transcript": "<p>Eine Tür.</p>"}
    html = html_of(client, page_with(town, ("film", value)))
    assert "<video" not in html
    assert "<iframe" not in html
    assert "Das Video liegt bei video.example.org." in html
    assert re.findall(r'(?:src|poster)="(https?://[^"]+)"', html) == []


@pytest.mark.parametrize(
    ("files", "more", "wrong"),
    [
        ([], {}, "file"),
        (["a.pdf"], {}, "file"),
        (["a.mp4"], {}, "captions"),
        (["a.mp4", "b.txt"], {}, "captions"),
        (["a.mp4"], {"url": "https://video.example.org/1"}, "file"),
    ],
)
def test_a_film_that_is_not_complete(files, more, wrong):
    made = dict(zip(("file", "captions"), [file(name).pk for name in files], strict=False))
    value = BLOCKS["film"].to_python({"title": "Rundgang", "transcript": "<p>So</p>", **made, **more})
    with pytest.raises(Exception, match="StructBlock") as refused:
        BLOCKS["film"].clean(value)
    assert wrong in refused.value.block_errors


def test_a_silent_film_needs_no_captions():
    value = {"title": "Wind", "transcript": "<p>Bäume.</p>", "file": file("w.webm").pk, "is_silent": True}
    assert BLOCKS["film"].clean(BLOCKS["film"].to_python(value))


@pytest.mark.parametrize(
    ("asked", "status", "told", "content"),
    [
        ("bytes=2-4", 206, "bytes 2-4/10", b"234"),
        ("bytes=7-", 206, "bytes 7-9/10", b"789"),
        ("bytes=-3", 206, "bytes 7-9/10", b"789"),
        ("bytes=0-99", 206, "bytes 0-9/10", b"0123456789"),
        ("bytes=10-", 416, "bytes */10", b""),
        ("bytes=5-2", 416, "bytes */10", b""),
        ("Zeilen=1", 416, "bytes */10", b""),
    ],
)
def test_players_get_parts_of_a_film(client, asked, status, told, content):
    response = client.get(file("w.mp4").url, headers={"Range": asked})
    assert (response.status_code, response.headers["Content-Range"], response.content) == (status, told, content)


def test_other_documents_are_sent_whole(client):
    response = client.get(file("w.pdf").url, headers={"Range": "bytes=0-2"})
    assert response.status_code == 200
    assert b"".join(response) == b"0123456789"


def test_parts_are_for_those_who_may_see_the_film(client, admin_user):
    from wagtail.models import Collection, CollectionViewRestriction

    film = file("w.mp4")
    film.collection = Collection.get_first_root_node().add_child(name="Intern")
    film.save()
    CollectionViewRestriction.objects.create(collection=film.collection, restriction_type="login")
    assert client.get(film.url, headers={"Range": "bytes=0-2"}).status_code == 302
    client.force_login(admin_user)
    assert client.get(film.url, headers={"Range": "bytes=0-2"}).status_code == 206


def test_a_film_stays_in_the_body_when_it_is_saved(town):
    value = {"title": "Rundgang", "file": file("w.mp4").pk, "is_silent": True, "transcript": "<p>So</p>"}
    page = page_with(town, ("film", value))
    assert ContentPage.objects.get(pk=page.pk).body[0].value["file"].title == "w.mp4"
