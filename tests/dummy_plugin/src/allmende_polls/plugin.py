"""The manifest of the polls."""

from allmende.plugin import Manifest, hookimpl
from allmende_polls.failing import FAIL, fail_if

if FAIL == "import":
    import does_not_exist  # noqa: F401
if FAIL == "exit":
    raise SystemExit(3)
if FAIL == "model_too_early":
    from allmende_polls import models  # noqa: F401
if FAIL == "boot_hook":

    @hookimpl
    def instaled_apps():
        return []


CHANGES = {
    "version": {"requires": ">=9"},
    "specifier": {"requires": "at least one"},
    "depends": {"depends": ("nowhere",)},
    "cycle": {"depends": ("polls",)},
    "slug_taken": {"slug": "workshops"},
    "slug_reserved": {"slug": "wagtailcore"},
    "slug_invalid": {"slug": "My Polls"},
    "label": {"slug": "votes"},
    "apps_string": {"apps": "allmende_polls"},
    "apps_missing": {"apps": ("allmende_polls.nowhere",)},
    "prefix_reserved": {"url_prefix": "admin/polls"},
    "prefix_taken": {"url_prefix": "workshops"},
}


if FAIL != "no_manifest":

    @hookimpl
    def manifest():
        fail_if("manifest")
        if FAIL == "not_a_manifest":
            return {"slug": "polls"}
        kept = {
            "slug": "polls",
            "label": "Abstimmungen",
            "apps": ("allmende_polls",),
            "requires": ">=0.1,<1",
            "depends": ("workshops",),
            "url_prefix": "abstimmungen",
            "active_by_default": True,
        }
        return Manifest(**{**kept, **CHANGES.get(FAIL, {})})
