"""Asking plugins: who is asked, in which order, and what one failing plugin may spoil."""

from __future__ import annotations

import pytest
from django.db import connection
from wagtail.models import Site

from allmende.plugin import Attached, Fragment, MenuEntry, NotificationKind, ScheduledJob
from core.hooks.contracts import OnError
from core.hooks.dispatch import collect, render_fragments
from core.hooks.manager import manager, register_module
from core.hooks.models import PluginSettings
from core.hooks.registry import PluginError

pytestmark = pytest.mark.django_db


@pytest.fixture
def site():
    return Site.objects.get(is_default_site=True)


@pytest.fixture
def lenient(settings):
    """As in production: a failing plugin is left out."""
    settings.PLUGINS_STRICT = False


def nothing():
    return []


def entry(label):
    return MenuEntry(label=label, url="/")


def broken(*_arguments):
    raise ZeroDivisionError("division by zero")


def broken_menu(site):
    raise ZeroDivisionError("division by zero")


def labels(result):
    return [item.label for item in result.items]


@pytest.fixture
def two_menus(plug):
    plug("second", menu_items=lambda: [entry("zwei")])
    plug("first", menu_items=lambda: (entry(label) for label in ("eins", "noch eins")))


def test_items_come_in_order_of_dependency_and_generators_are_run(two_menus, site):
    result = collect("menu_items", on_site=site)

    assert labels(result)[:3] == ["eins", "noch eins", "zwei"]
    assert labels(result) == [item.label for items in result.by_plugin.values() for item in items]
    assert result.failed == []


def test_an_inactive_plugin_is_not_asked(two_menus, site):
    PluginSettings.objects.create(site=site, chosen={"first": False})

    assert "first" not in collect("menu_items", on_site=site).by_plugin


def test_a_hook_for_all_sites_ignores_activation(plug, site):
    plug("quiet", active=False, attached_to_pages=lambda: [Attached(label="Stimmen", count=1, cancel=lambda: None)])

    assert "quiet" in collect("attached_to_pages", pages=[]).by_plugin


def test_returning_none_is_returning_nothing(plug, site):
    plug("silent", menu_items=lambda: None)

    assert collect("menu_items", on_site=site).by_plugin["silent"] == []


def test_a_failing_plugin_is_left_out_logged_and_named(two_menus, plug, site, caplog):
    plug("broken", menu_items=broken_menu)

    result = collect("menu_items", on_site=site)

    assert (labels(result)[:3], result.failed) == (["eins", "noch eins", "zwei"], ["broken"])
    assert [(record.plugin, record.hook) for record in caplog.records] == [("broken", "menu_items")]


def test_the_caller_may_insist_on_the_whole(plug, site):
    plug("broken", menu_items=broken_menu)

    with pytest.raises(PluginError, match="plugin 'broken': menu_items failed: ZeroDivisionError: division by zero"):
        collect("menu_items", on_site=site, on_error=OnError.RAISE)


def test_a_generator_that_fails_half_way_gives_nothing(plug, site):
    def menu_items():
        yield entry("eins")
        raise LookupError

    plug("broken", menu_items=menu_items)

    assert "broken" not in collect("menu_items", on_site=site).by_plugin


@pytest.mark.parametrize(
    ("returned", "problem"),
    [
        ([("Start", "/")], "menu_items returned tuple, not MenuEntry"),
        ("Start", "menu_items returned str, not MenuEntry"),
        (5, "menu_items failed: TypeError: 'int' object is not iterable"),
    ],
)
def test_the_wrong_type_is_a_failure_of_the_plugin(plug, site, returned, problem):
    plug("broken", menu_items=lambda: returned)

    with pytest.raises(PluginError) as failure:
        collect("menu_items", on_site=site, on_error=OnError.RAISE)

    assert failure.value.problem == problem


def test_a_failed_query_does_not_poison_the_transaction(plug, site):
    def menu_items():
        with connection.cursor() as cursor:
            cursor.execute("SELECT nothing FROM nowhere")

    plug("broken", menu_items=menu_items)

    assert collect("menu_items", on_site=site).failed == ["broken"]
    assert Site.objects.exists()


def test_what_is_asked_once_is_left_out_for_good_and_recorded(plug, registry, lenient):
    plug("broken", scheduled_jobs=lambda: broken(), notification_kinds=nothing)

    assert [collect("scheduled_jobs").failed for _ in range(2)] == [["broken"], ["broken"]]
    assert [str(failure) for failure in registry.failures] == [
        "plugin 'broken': scheduled_jobs failed: ZeroDivisionError: division by zero"
    ]
    assert collect("notification_kinds").failed == []


def test_strict_raises_what_is_asked_once(plug):
    plug("broken", scheduled_jobs=lambda: broken())

    with pytest.raises(PluginError, match="scheduled_jobs failed"):
        collect("scheduled_jobs")


def test_a_block_must_carry_its_plugins_name(plug, registry, lenient):
    plug("polls", stream_blocks=lambda: [("poll", None)])
    plug("votes", stream_blocks=lambda: [("vote", 5, 6)])

    assert {"polls", "votes"}.issubset(collect("stream_blocks").failed)


def test_an_answer_that_must_be_complete_is_refused_while_a_plugin_cannot_be_asked(plug):
    plug("polls")
    manager.unheard.add("polls")

    with pytest.raises(PluginError, match="plugin 'polls': attached_to_pages must be answered by every plugin"):
        collect("attached_to_pages", pages=[])


def test_a_wrong_call_is_the_callers_fault(site):
    with pytest.raises(TypeError, match="menu_items is asked per site"):
        collect("menu_items")
    with pytest.raises(TypeError, match=r"overview_panels takes \['address', 'site'\], not \['site'\]"):
        collect("overview_panels", on_site=site)


@pytest.mark.parametrize(
    ("hooks", "problem"),
    [
        ({"menu_itmes": nothing}, "unknown hook 'menu_itmes', did you mean 'menu_items'?"),
        ({"colours": nothing}, "unknown hook 'colours'"),
    ],
)
def test_an_unknown_hook_is_refused_with_a_suggestion(plug, hooks, problem):
    with pytest.raises(PluginError) as failure:
        plug("polls", **hooks)

    assert (failure.value.problem, manager.get_plugin("polls")) == (problem, None)


def test_registering_the_same_name_twice_is_refused(plug):
    module = plug("polls")

    with pytest.raises(ValueError, match="already registered"):
        register_module("polls", module)


# -- fragments -----------------------------------------------------------------------------------


def test_fragments_are_drawn_in_their_order_and_escaped(plug, site):
    def page_slot(slot):
        yield Fragment(template="core/admin/broken_plugins.html", order=300)
        yield Fragment(template="nowhere.html", order=100)

    plug("polls", page_slot=page_slot)

    fragments = collect("page_slot", on_site=site, slot="test", page=None, request=None)

    assert "broken-plugins" in render_fragments(fragments)


def test_a_fragment_whose_template_fails_is_left_out_and_logged(plug, site, caplog):
    plug("polls", page_slot=lambda: [Fragment(template="nowhere.html")])
    fragments = collect("page_slot", on_site=site, slot="test", page=None, request=None)
    fragments.by_plugin = {"polls": fragments.by_plugin["polls"]}

    assert render_fragments(fragments) == ""
    assert [(record.plugin, record.hook) for record in caplog.records] == [("polls", "page_slot")]


# -- values --------------------------------------------------------------------------------------


def test_a_job_runs_by_cron_or_by_interval():
    with pytest.raises(ValueError, match=r"job 'polls\.count' needs either cron or interval"):
        ScheduledJob(key="polls.count", run="polls.jobs.count")
    with pytest.raises(ValueError, match="either"):
        ScheduledJob(key="polls.count", run="polls.jobs.count", cron="5 3 * * *", interval=60)


def test_a_kind_of_mail_gives_a_sample():
    kind = NotificationKind(key="polls.closed", label="Beendet", template="polls/closed", sample=lambda: {"votes": 2})

    assert kind.sample() == {"votes": 2}
