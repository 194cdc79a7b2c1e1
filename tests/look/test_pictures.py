import gzip
import xml.etree.ElementTree as ET

import pytest
from django.urls import reverse

from core.phrases import KIND_LABELS
from core.pictures import KINDS, SIZES, draw
from core.pictures.motifs import MOTIFS


def address(kind="alliance", seed="auental", width=800, height=500):
    return reverse("picture", kwargs={"kind": kind, "seed": seed, "width": width, "height": height})


def test_every_kind_of_thing_has_a_word_a_field_and_a_motif():
    assert set(KINDS) == set(MOTIFS) == set(KIND_LABELS)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("size", sorted(SIZES))
def test_pictures_are_plain_drawings(kind, size):
    root = ET.fromstring(draw(kind, "auental", *size))  # noqa: S314 -- our own drawing
    assert root.get("viewBox") == f"0 0 {size[0]} {size[1]}"
    names = {element.tag.removeprefix("{http://www.w3.org/2000/svg}") for element in root.iter()}
    assert names <= {"svg", "rect", "path", "g", "circle", "ellipse"}
    assert not [element for element in root.iter() if "style" in element.attrib or "href" in element.attrib]


def test_same_seed_same_picture():
    assert draw("event", "a", 800, 500) == draw("event", "a", 800, 500)
    assert draw("event", "a", 800, 500) != draw("event", "b", 800, 500)
    assert draw("event", "a", 800, 500) != draw("room", "a", 800, 500)


def test_pictures_are_kept_for_a_year(client):
    response = client.get(address())
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "image/svg+xml"
    assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert not response.cookies
    assert response.content.decode() == draw("alliance", "auental", 800, 500)


def test_pictures_travel_compressed(client):
    response = client.get(address(), headers={"accept-encoding": "gzip, br"})
    assert response.headers["Content-Encoding"] == "gzip"
    assert response.headers["Vary"] == "Accept-Encoding"
    assert gzip.decompress(response.content).decode() == draw("alliance", "auental", 800, 500)


@pytest.mark.django_db
@pytest.mark.parametrize("wrong", [{"kind": "dragon"}, {"width": 801}, {"height": 5000}])
def test_no_other_kinds_and_sizes(client, wrong):
    assert client.get(address(**wrong)).status_code == 404
