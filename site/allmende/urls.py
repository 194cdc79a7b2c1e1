"""All addresses of the site. Plugins come before Wagtail, which takes whatever is left."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from core.calendar.feed_views import feed_urls
from core.hooks.health import health
from core.hooks.urls import plugin_urlpatterns
from core.look.views import component_urls
from core.mail.mailbox_views import postfach_urls
from core.pages import media
from core.pages.accounts.addresses import account_redirect_urls
from core.pages.admin_guards import guard_urls
from core.pages.directory_views import directory_urls
from core.pages.invitations.accepting import invitation_urls
from core.pages.reporting.visitors import progress_urls
from core.pages.serving import page_urls
from core.pages.sitemap import sitemap
from core.pages.writing.views import writing_urls
from core.pictures import picture
from core.visitors.overview import overview_urls

handler400 = "core.problems.views.bad_request"
handler403 = "core.problems.views.permission_denied"
handler404 = "core.problems.views.not_found"
handler500 = "core.problems.views.server_error"

urlpatterns = [
    *account_redirect_urls,
    *guard_urls,
    path("admin/", include(wagtailadmin_urls)),
    path("django-admin/", admin.site.urls),
    path("dokumente/", include(wagtaildocs_urls)),
    path("medien/<path:path>", media.serve, name="media"),
    path("bilder/<slug:kind>/<slug:seed>-<int:width>x<int:height>.svg", picture, name="picture"),
    path("feeds/", include((feed_urls, "feeds"))),
    path("healthz", health, name="healthz"),
    path("sitemap.xml", sitemap, name="sitemap"),
]

if not settings.EMAIL_URL:
    urlpatterns.append(path("postfach/", include((postfach_urls, "postfach"))))

urlpatterns += i18n_patterns(
    *plugin_urlpatterns(),
    *invitation_urls,
    path("konto/", include("allauth.urls")),
    *directory_urls,
    *overview_urls,
    *progress_urls,
    *writing_urls,
    *component_urls(),
    *page_urls,
    path("", include(wagtail_urls)),
    prefix_default_language=False,
)
