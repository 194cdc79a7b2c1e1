"""Names that no plugin may take: labels of the apps beside which it lives, addresses that core answers."""

DJANGO = "admin auth contenttypes forms messages postgres redirects sessions sitemaps sites staticfiles"
WAGTAIL = (
    "modelcluster simple_translation taggit wagtailadmin wagtailapi_v2 wagtailcore wagtaildocs wagtailembeds "
    "wagtailforms wagtailimages wagtaillocales wagtailredirects wagtailsearch wagtailsearchpromotions wagtailsettings "
    "wagtailsites wagtailsnippets wagtailstyleguide wagtailtypedtableblock wagtailusers"
)
OTHERS = "account allauth csp django_rq headless mfa runserver_nostatic socialaccount usersessions whitenoise"
OURS = "allmende core feeds plugins site"
ADDRESSES = (
    "admin api barriere-melden bilder de de-simple django-admin dokumente en feeds healthz k komponenten konto "
    "medien nachricht postfach static stil"
)

#: A test holds this against INSTALLED_APPS: the label of an app that is added there is added here.
SLUGS = frozenset([*DJANGO.split(), *WAGTAIL.split(), *OTHERS.split(), *OURS.split()])
#: First segments of addresses.
PREFIXES = frozenset(ADDRESSES.split())
