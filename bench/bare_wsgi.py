"""The bare views under the same server, database and cache as the site, with nothing between them and a request."""

import os

import django
from django.core.handlers.wsgi import WSGIHandler

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "allmende.settings.base")
django.setup()

from django.conf import settings  # noqa: E402

settings.ROOT_URLCONF = "bench.bare"
settings.MIDDLEWARE = []
application = WSGIHandler()
