"""What holds for every template of the public pages, read as text."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.template.loader import get_template

ROOT = Path(settings.TEMPLATES[0]["DIRS"][0])
PLUGINS = Path(__file__).parents[2] / "plugins"
FOLDERS = [ROOT, *sorted(PLUGINS.glob("*/templates"))]
#: Mails carry their style inside, editors' pages follow Wagtail's rules.
EXCEPT = ("mail/", "core/admin/")
PUBLIC = [
    (path.relative_to(folder).as_posix(), path)
    for folder in FOLDERS
    for path in sorted(folder.rglob("*.html"))
    if not path.relative_to(folder).as_posix().startswith(EXCEPT)
    and "/mail/" not in path.as_posix()
    and "/admin/" not in path.as_posix()
]


@pytest.fixture(scope="module", params=PUBLIC, ids=[name for name, _ in PUBLIC])
def template(request):
    name, path = request.param
    return name, path.read_text(encoding="utf-8")


def test_it_compiles(template):
    get_template(template[0])


def test_it_keeps_the_strict_content_policy(template):
    _, text = template
    assert not re.search(r'<script|<style|\sstyle=|\son[a-z]+="|javascript:', text)
    assert not re.findall(r'(?:src|href)="(?:https?:)?//', text)


def test_our_picture_tag_wins_over_wagtails(template):
    for loaded in re.findall(r"{% load ([^%]+) %}", template[1]):
        assert "wagtailimages_tags" not in loaded.split("allmende_tags")[-1] or "allmende_tags" not in loaded


def test_words_are_translatable(template):
    """Whatever stands between tags in German goes through translate or blocktranslate."""
    _, text = template
    text = re.sub(r"{% comment %}.*?{% endcomment %}|{#.*?#}", "", text, flags=re.S)
    text = re.sub(r"{% block kind %}\w+{% endblock %}", "", text)
    text = re.sub(r"{% blocktranslate.*?{% endblocktranslate %}", "", text, flags=re.S)
    text = re.sub(r"{%.*?%}|{{.*?}}|<[^>]*>", "|", text, flags=re.S)
    assert re.findall(r"[A-Za-zÄÖÜäöüß]{2,}", text.replace("&nbsp;", " ")) == []


def test_every_icon_exists(template):
    icons = set(re.findall(r'<symbol id="([\w-]+)"', Path(finders.find("core/icons.svg")).read_text("utf-8")))
    assert set(re.findall(r'{% icon "([\w-]+)" %}', template[1])) <= icons
    assert set(re.findall(r'\bsign="([\w-]+)"', template[1])) <= icons
