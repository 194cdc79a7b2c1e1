"""What a block shows in the block chooser where it needs something that is stored: a picture, a person, a file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from wagtail.blocks import StructBlock


@dataclass(frozen=True)
class SamplePicture:
    """Stands for an uploaded picture; the tag `photo` draws a generated one in its place."""

    kind: str
    seed: str
    contextual_alt_text: Any = ""


@dataclass(frozen=True)
class SampleFile:
    """Stands for an uploaded document."""

    title: str
    file_extension: str
    file_size: int
    url: str = "#"


class SampledBlock(StructBlock):
    """A block whose preview needs stored things: `sample()` gives its values with stand-ins for them."""

    is_previewable = True

    def sample(self) -> dict[str, Any]:
        """Return the values of the preview by the names of the fields."""
        raise NotImplementedError

    def get_preview_value(self) -> Any:
        return self._to_struct_value([(name, self.sample().get(name)) for name in self.child_blocks])

    class Meta:
        abstract = True
