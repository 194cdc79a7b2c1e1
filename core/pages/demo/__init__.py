"""Demonstration content: a living site built from the small files below `fixtures/demo/`.

Everything is found again by keys derived from the files, so building twice changes nothing, and building on a later day
moves the dates forward.
"""

from .accounts import describe
from .build import build, build_frame, load_rest, move_forward
from .files import demo_key, read

__all__ = ["build", "build_frame", "demo_key", "describe", "load_rest", "move_forward", "read"]
