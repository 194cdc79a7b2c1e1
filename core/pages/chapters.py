"""The chapters that a strategy usually has."""

from __future__ import annotations

from typing import Any

from wagtail.models import Page

from core.directory.slugs import german_slug


def has_chapters(page: Page) -> bool:
    """Tell whether a strategy's page has any chapter, drafts included."""
    from .models.strategies import ChapterPage  # page types use this module by their forms

    return ChapterPage.objects.child_of(page).exists()


def make_chapters(page: Any) -> None:
    """Make the usual chapters below a strategy's page, as drafts, unless it has some."""
    from .models.strategies import ChapterPage

    if has_chapters(page):
        return
    for chapter in ChapterPage.Chapter:
        if chapter != ChapterPage.Chapter.OTHER:
            title = str(chapter.label)
            words = {"title": title, "slug": german_slug(title), "chapter": chapter}
            child = page.add_child(instance=ChapterPage(live=False, locale=page.locale, owner=page.owner, **words))
            child.save_revision()
