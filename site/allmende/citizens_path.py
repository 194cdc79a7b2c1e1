"""What somebody reads who looks for something, signs up and cancels: this much there is in „Einfache Sprache“.

Files are named as below the project's root; `*` stands for anything. `make lint` wants every sentence in these files
translated into `de-simple`. Whatever is not listed falls back to German.
"""

from __future__ import annotations

from fnmatch import fnmatch

FILES = (
    # the frame of every page, and what pages are made of
    "templates/base.html",
    "templates/components/*",
    "core/pages/navigation.py",
    "core/phrases.py",
    "core/templatetags/*",
    # refusals and errors
    "templates/[45]*.html",
    "templates/maintenance.html",
    "templates/problems/*",
    # finding something
    "templates/core/*_page.html",
    "templates/core/blocks/*",
    "templates/core/*_list.html",
    "templates/core/*_detail.html",
    "core/pages/models/content.py",
    "core/pages/listings.py",
    "core/directory/languages.py",
    "core/directory/access_offers.py",
    "core/directory/partial_dates.py",
    "core/calendar/*",
    "plugins/calendars/templates/*",
    "plugins/calendars/views.py",
    "plugins/calendars/filters.py",
    "plugins/calendars/months.py",
    "plugins/calendars/hooks.py",
    # signing up, changing one's mind, cancelling
    "plugins/workshops/templates/workshops/*.html",
    "plugins/workshops/templates/workshops/parts/*",
    "plugins/workshops/errors.py",
    "plugins/workshops/states.py",
    "plugins/workshops/wording.py",
    "plugins/workshops/presentation.py",
    "plugins/workshops/overview.py",
    "plugins/workshops/forms/visitors.py",
    "plugins/workshops/views/*",
    # people without accounts
    "core/visitors/*",
    "core/pages/writing/*",
    "templates/core/visitors/*",
    # mail
    "templates/mail/*",
    "templates/core/mail/overview*",
    "plugins/workshops/templates/workshops/mail/*",
    "plugins/workshops/mails.py",
)
#: Editors read these.
EXCEPT = ("plugins/workshops/templates/workshops/admin/*", "templates/core/admin/*")


def is_on_it(file: str) -> bool:
    """Tell whether a file, named as below the project's root, is on the citizens' path."""
    return any(fnmatch(file, pattern) for pattern in FILES) and not any(fnmatch(file, each) for each in EXCEPT)
