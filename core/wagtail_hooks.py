"""What core adds to Wagtail's admin and to the serving of pages."""

from wagtail import hooks

from core.directory.models import EventDate, FundingRound, Meeting, ProgressReport
from core.hooks import admin, gate
from core.pages import (
    admin_api,
    admin_lists,
    asking,
    branding,
    choosing,
    content_checks,
    copying,
    editing,
    films,
    welcome,
)
from core.pages.accounts import second_factor
from core.pages.dashboard import panels as dashboard_panels
from core.pages.dashboard import views as dashboard_views
from core.pages.importing import views as import_views
from core.pages.invitations import first_steps
from core.pages.invitations import views as invitation_views
from core.pages.outbox import outbox_viewset
from core.pages.relation_lists import RELATIONS
from core.pages.reporting import views as reporting_views
from core.pages.viewsets import register_identity_policy

# Before anything asks for the policies of these models.
register_identity_policy(EventDate, "event")
register_identity_policy(FundingRound, "programme")
register_identity_policy(Meeting, "body")
register_identity_policy(ProgressReport, "commitment__strategy")
for relation in RELATIONS:
    register_identity_policy(relation.model, relation.owner)

# Pages without a model, and pages of plugins that are switched off
hooks.register("before_serve_page", gate.check_page)
hooks.register("before_copy_page", gate.check_subtree)
hooks.register("before_delete_page", gate.check_subtree)
hooks.register("before_unpublish_page", gate.check_unpublish)
hooks.register("before_bulk_action", gate.check_bulk_action)
hooks.register("construct_homepage_panels", admin.add_broken_plugins_panel)
hooks.register("construct_homepage_panels", welcome.add_own_organisations)
hooks.register("construct_homepage_panels", second_factor.add_notice)
hooks.register("construct_homepage_panels", first_steps.add_first_steps)
hooks.register("construct_homepage_panels", dashboard_panels.build)
hooks.register("construct_homepage_summary_items", dashboard_panels.remove_counts, order=1000)
hooks.register("register_admin_viewset", lambda: dashboard_views.report_viewset)
hooks.register("register_admin_viewset", lambda: import_views.import_viewset)
hooks.register("register_reports_menu_item", dashboard_views.menu_item)
hooks.register("register_log_actions", dashboard_views.log_actions)

# Pages with something behind them
hooks.register("before_delete_page", asking.before_delete, order=10)
hooks.register("before_unpublish_page", asking.before_unpublish, order=10)
hooks.register("before_move_page", asking.before_move, order=10)
hooks.register("before_bulk_action", asking.before_bulk_action, order=10)
hooks.register("after_copy_page", copying.after_copy)
hooks.register("construct_page_chooser_queryset", choosing.hide_foreign_drafts)
hooks.register("register_bulk_action", editing.PageDeleteBulkAction, order=10)

# Views and lists
hooks.register("construct_admin_api", admin_api.hold_to_rights, order=10)
hooks.register("register_admin_viewset", lambda: editing.page_viewset, order=10)
hooks.register("register_admin_viewset", lambda: outbox_viewset)
hooks.register("register_admin_viewset", lambda: invitation_views.invitation_viewset)
hooks.register("register_admin_viewset", lambda: reporting_views.progress_viewset)
hooks.register("register_permissions", invitation_views.permissions)
hooks.register("register_admin_viewset", admin_lists.viewsets)

# Films in parts, once Wagtail has asked for rights
hooks.register("before_serve_document", films.serve_part, order=10)

# Our colours, and what editors are told about their words
hooks.register("insert_global_admin_css", branding.colours)
hooks.register("construct_wagtail_userbar", content_checks.use_all_rules)
hooks.register("after_create_page", content_checks.tell_findings)
hooks.register("after_edit_page", content_checks.tell_findings)
