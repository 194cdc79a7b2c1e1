"""Scene 2 of the demonstration is a real strategy with its chapters."""

from pathlib import Path

import pytest
from django.conf import settings

from core.pages.demo import contents
from core.pages.models import ChapterPage, StrategyPage

pytestmark = pytest.mark.django_db


def test_the_chapters_stand_below_the_strategy_at_their_old_addresses(client):
    folder = Path(settings.DEMO_DIR)
    for _time in range(2):
        contents.build_pages(contents.build_frame(folder), folder)
    assert StrategyPage.objects.get().url == "/wege-ins-engagement/engagementstrategie/"
    assert [each.chapter for each in ChapterPage.objects.order_by("path")] == list(ChapterPage.Chapter)[:4]
    shown = client.get("/wege-ins-engagement/engagementstrategie/die-idee/")
    assert [label for label, _url in shown.context["breadcrumbs"]] == [
        "Startseite",
        "Wege ins Engagement",
        "Engagementstrategie Baden-Württemberg",
        "Die Idee",
    ]
