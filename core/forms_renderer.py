"""How forms look by default: ``{{ form }}`` and ``{{ field.as_field_group }}`` come out as Allmende's own markup.

Set as ``FORM_RENDERER``. Widgets keep Django's templates, so the editors' pages are not touched by it.
"""

from django.forms.renderers import TemplatesSetting


class AllmendeRenderer(TemplatesSetting):
    """Forms and fields by the templates of the public pages; works under the strict content policy."""

    form_template_name = "components/form.html"
    field_template_name = "components/field.html"
