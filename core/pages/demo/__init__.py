"""Demonstration content: a living site built from the small files below `fixtures/demo/`.

Everything is found again by keys derived from the files, so building twice changes nothing, and building on a later day
moves the dates forward. Plugins build theirs with the same means.
"""

from .accounts import describe
from .build import build, build_frame, load_rest, move_forward
from .events import set_going
from .files import body_of, demo_key, moment, read, span
from .tree import find, make, translate_all
from .vocabularies import person, place, topics

__all__ = [
    "body_of",
    "build",
    "build_frame",
    "demo_key",
    "describe",
    "find",
    "load_rest",
    "make",
    "moment",
    "move_forward",
    "person",
    "place",
    "read",
    "set_going",
    "span",
    "topics",
    "translate_all",
]
