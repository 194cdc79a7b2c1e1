"""No plugin can take the name of an app that is there already."""

from django.apps import apps
from django.conf import settings
from django.urls import get_resolver

from core.hooks import reserved


def test_every_app_beside_the_plugins_is_reserved():
    owned = settings.PLUGIN_REGISTRY.labels
    labels = {config.label for config in apps.get_app_configs() if config.label not in owned}

    assert labels <= reserved.SLUGS


def test_every_address_of_core_is_reserved():
    """The first segments that the URLconf answers outside of plugins and languages."""
    known = {str(found.pattern).partition("/")[0] for found in get_resolver().url_patterns if not _is_plugins(found)}
    plain = {segment for segment in known if segment and segment.replace("-", "").isalnum()}

    assert plain <= reserved.PREFIXES | {"", *[code for code, _name in settings.LANGUAGES]}


def _is_plugins(found):
    return getattr(found, "app_name", None) in settings.PLUGIN_REGISTRY.manifests
