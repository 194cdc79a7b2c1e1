"""What the plugin adds to Wagtail's admin."""

from wagtail import hooks

from .viewsets import WorkshopsGroup, register_policies

# Before anything asks for the policies of these models.
register_policies()

hooks.register("register_admin_viewset", WorkshopsGroup)
