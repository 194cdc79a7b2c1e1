"""A StreamField whose block types plugins may extend, without touching migrations or losing data."""

from __future__ import annotations

import json
from typing import Any

from django.db import models
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from wagtail.blocks import Block, StreamBlock, StreamValue
from wagtail.fields import StreamField
from wagtail.models import Site

from .hooks.activation import active_slugs
from .hooks.dispatch import collect, isolated
from .hooks.manager import manager

STREAM_BLOCKS = "stream_blocks"


class PluggableStreamBlock(StreamBlock):
    """A stream that draws the blocks of plugins only where the plugin is active, and goes on where one fails."""

    #: block name → slug
    owners: dict[str, str]

    def render_basic(self, value: StreamValue, context: dict[str, Any] | None = None) -> SafeString:
        drawn = [(self._render_child(child, context), child.block_type) for child in self.shown(value, context)]
        return format_html_join("\n", '<div class="w-block-{1} block-{1}">{0}</div>', drawn)

    def shown(self, value: StreamValue, context: dict[str, Any] | None = None) -> list[StreamValue.StreamChild]:
        """Return the children that belong to core or to a plugin that is active on the site that was asked."""
        request = (context or {}).get("request")
        site = Site.find_for_request(request) if request else None
        active = active_slugs(site) if site else frozenset(self.owners.values())
        return [child for child in value if self.owners.get(child.block_type) in {None, *active}]

    def _render_child(self, child: StreamValue.StreamChild, context: dict[str, Any] | None) -> str:
        slug = self.owners.get(child.block_type)
        if slug is None:
            return child.render(context=context)
        with isolated(slug, STREAM_BLOCKS):
            return child.render(context=context)
        return ""


class PluggableStreamField(StreamField):
    """Offers core's blocks and those of the plugins.

    Migrations record no blocks, so installing a plugin never makes one. Blocks of a missing plugin are kept where they
    stood: Wagtail alone drops unknown blocks while loading, and the next saving would lose them. Only the blocks at the
    top of the stream are pluggable.
    """

    def __init__(self, block_types: list[tuple[str, Block]] | tuple[()] = (), **kwargs: Any) -> None:
        super().__init__(list(block_types), **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = models.Field.deconstruct(self)
        return name, path, args, kwargs

    def clone(self) -> PluggableStreamField:
        _name, _path, args, kwargs = self.deconstruct()
        return type(self)(self.block_types_arg, *args, **kwargs)

    @property
    def stream_block(self) -> PluggableStreamBlock:
        """All blocks that the body may hold; without the plugins' until these can be asked."""
        known: PluggableStreamBlock | None = self.__dict__.get("_stream_block")
        if known is None:
            known = self._make_stream_block()
            if manager.is_ready:
                self.__dict__["_stream_block"] = known
        return known

    def _make_stream_block(self) -> PluggableStreamBlock:
        by_plugin = collect(STREAM_BLOCKS).by_plugin if manager.is_ready else {}
        plugged = [pair for pairs in by_plugin.values() for pair in pairs]
        block = PluggableStreamBlock([*self.block_types_arg, *plugged])
        block.owners = {name: slug for slug, pairs in by_plugin.items() for name, _block in pairs}
        block.set_meta_options(self.block_opts)
        return block

    # -- blocks of missing plugins: kept aside as (position, raw data), put back when the value is stored --

    def to_python(self, value: Any) -> StreamValue:
        result = super().to_python(value)
        if not isinstance(value, StreamValue):
            known = self.stream_block.child_blocks
            result.kept = [(index, raw) for index, raw in enumerate(_raw_blocks(value)) if raw["type"] not in known]
        return result

    def get_prep_value(self, value: Any) -> Any:
        prepared = super().get_prep_value(value)
        for index, raw in getattr(value, "kept", ()):
            prepared.insert(index, raw)
        return prepared

    def save_form_data(self, instance: models.Model, data: Any) -> None:
        data.kept = getattr(getattr(instance, self.attname), "kept", [])
        super().save_form_data(instance, data)


def _raw_blocks(value: Any) -> list[dict[str, Any]]:
    if isinstance(value, str):
        try:
            value = json.loads(value)
        except ValueError:
            return []  # text from before the field was a stream; Wagtail keeps it as `raw_text`
    return [raw for raw in value or () if isinstance(raw, dict)]
