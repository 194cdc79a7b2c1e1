"""A whole site."""

from __future__ import annotations

from wagtail.models import Page, Site

from .pages import AllianceIndexPageFactory, HomePageFactory, OrganisationIndexPageFactory, translate


def make_site(
    hostname: str = "localhost", name: str = "Allmende", languages: tuple[str, ...] = ("en", "de-simple")
) -> Site:
    """Make a site with a start page in German and the given languages and with its two directories.

    The site „localhost“ takes the place of the one that Wagtail's migrations make.
    """
    home = HomePageFactory(parent=Page.get_first_root_node(), slug=f"start-{hostname.replace('.', '-')}")
    if hostname == "localhost":
        site = _replace_default(home, name)
    else:
        site = Site.objects.create(hostname=hostname, root_page=home, site_name=name)
    for language in languages:
        translate(home, language)
    OrganisationIndexPageFactory(parent=home)
    AllianceIndexPageFactory(parent=home)
    return site


def _replace_default(home: Page, name: str) -> Site:
    site = Site.objects.get(is_default_site=True)
    welcome = site.root_page
    site.root_page, site.site_name, site.hostname = home, name, "localhost"
    site.save()
    welcome.delete()
    return site
