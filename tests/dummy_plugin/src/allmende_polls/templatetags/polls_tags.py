"""Django imports every template library with the first template."""

from django import template

from allmende_polls.failing import fail_if

fail_if("templatetags")
register = template.Library()
