"""A page with a question."""

from django.db import models
from wagtail.admin.panels import FieldPanel

from allmende.api import PluginPage
from allmende_polls.failing import FAIL, fail_if

fail_if("models")


class PollsPage(PluginPage):
    question = models.CharField(max_length=200)
    content_panels = [*PluginPage.content_panels, FieldPanel("question")]
    template = "polls/polls_page.html"

    if FAIL == "check":
        votes = models.DecimalField()
