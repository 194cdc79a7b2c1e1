"""The blocks that every page body offers; plugins add theirs by the hook `stream_blocks`."""

from .columns import ColumnsBlock
from .films import FilmBlock
from .leading import CallBlock, DownloadsBlock, LinkBlock, NextDatesBlock, TeaserBlock
from .people import PeopleBlock
from .pictures import GalleryBlock, LogosBlock, PictureBlock
from .words import HEADING, TEXT, DisclosureBlock, FactsBlock, QuoteBlock, TimelineBlock

BODY_BLOCKS = [
    ("heading", HEADING),
    ("text", TEXT),
    ("quote", QuoteBlock()),
    ("facts", FactsBlock()),
    ("disclosure", DisclosureBlock()),
    ("timeline", TimelineBlock()),
    ("image", PictureBlock()),
    ("gallery", GalleryBlock()),
    ("film", FilmBlock()),
    ("people", PeopleBlock()),
    ("logos", LogosBlock()),
    ("call", CallBlock()),
    ("link", LinkBlock()),
    ("teaser", TeaserBlock()),
    ("next_dates", NextDatesBlock()),
    ("downloads", DownloadsBlock()),
    ("columns", ColumnsBlock()),
]
#: One loud area on a page.
BLOCK_COUNTS = {"call": {"max_num": 1}}

__all__ = ["BLOCK_COUNTS", "BODY_BLOCKS", "LinkBlock", "NextDatesBlock"]
