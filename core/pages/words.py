"""Small texts that editors type line by line, and words in a row."""

from typing import Any


def lines(text: str) -> list[str]:
    """Return the lines of a text that say something."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def join_words(*words: Any) -> str:
    """Return the words that are there, parted by points."""
    return " · ".join(str(word) for word in words if word)
