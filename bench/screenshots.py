"""Pictures of every page and state, wide and on a phone, light and dark: `make screenshots [PAGES="start month"]`.

They go to `var/screenshots/`, with an `index.html` that shows them side by side; the start page also goes to
`docs/pictures/` for the README. `PAGES` names the states to picture by parts of their names.
"""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterable, Iterator
from html import escape
from itertools import chain, groupby, product
from pathlib import Path
from typing import Any

import django
from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from bench.private_states import log_ins, private_states
from bench.running import ROOT, running_site
from bench.states import State, states

WIDTHS = {"wide": 1280, "phone": 390}
SCHEMES = ("light", "dark")
FOLDER = ROOT / "var" / "screenshots"
README_PICTURE = ROOT / "docs" / "pictures" / "start.png"
PATIENCE = 300
Cookies = dict[str, list[dict[str, Any]]]
BARE = (400, 405, 413, 500, 503)
#: Pictures below the fold are loaded only when somebody scrolls there.
LOAD_PICTURES = """async () => {
  const all = [...document.images];
  for (const image of all) image.loading = 'eager';
  await Promise.all(all.map(image => image.decode().catch(() => {})));
  await document.fonts.ready;
}"""


def main() -> None:
    """Start the demonstration, picture it, and write the index."""
    home = tempfile.mkdtemp(prefix="allmende-site-")
    os.environ.update(COMPONENT_PAGE="1", ALLMENDE_HOME=home, DJANGO_ALLOW_ASYNC_UNSAFE="1")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "allmende.settings.base")
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    with running_site("--demo", home=home) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"),
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        walker = browser.new_page(locale="de-DE", timezone_id="Europe/Berlin")
        wait_for_the_demonstration(walker, address)
        django.setup()  # on the database of the site, which is there now
        everything = chain(states(walker, address), private_states(), mails(), bare_pages(address))
        found = list(_wanted(everything))
        picture_all(browser, address, found, log_ins())
        pictures_of_papers(address)
        maintenance = list(_wanted([State("problem-maintenance", "/"), State("problem-maintenance-en", "/en/")]))
        (Path(home) / "maintenance").touch()
        picture_all(browser, address, maintenance)
        (Path(home) / "maintenance").unlink()
        browser.close()
    write_index([*found, *maintenance])
    keep_for_the_readme()


def _wanted(found: Iterable[State]) -> Iterator[State]:
    parts = os.environ.get("PAGES", "").split()
    return (state for state in found if not parts or any(part in state.name for part in parts))


def wait_for_the_demonstration(page: Page, address: str) -> None:
    """Wait until the worker has built the workshops, the last that it builds."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        page.goto(address + "/kalender/")
        if page.locator("select[name=art] option[value=workshop]").count():
            return
        time.sleep(2)
    raise RuntimeError(f"the demonstration has no workshops after {PATIENCE} seconds")


def picture_all(browser: Browser, address: str, found: Iterable[State], cookies: Cookies | None = None) -> None:
    """Picture all states in each width and scheme, each as the person whose page it is (by the name in `cookies`)."""
    found = sorted(found, key=lambda state: state.user)
    for scheme, (name, width) in product(SCHEMES, WIDTHS.items()):
        for user, theirs in groupby(found, key=lambda state: state.user):
            size = {"width": width, "height": 900}
            context = browser.new_context(
                viewport=size, color_scheme=scheme, locale="de-DE", timezone_id="Europe/Berlin"
            )
            context.add_cookies((cookies or {}).get(user, []))
            page = context.new_page()
            for state in theirs:
                _picture(page, address, state, FOLDER / f"{state.name}-{name}-{scheme}.png")
            context.close()


def _picture(page: Page, address: str, state: State, target: Path) -> None:
    page.goto(state.path if "://" in state.path else address + state.path, wait_until="load")
    if state.act:
        state.act(page)
    page.evaluate(LOAD_PICTURES)
    page.screenshot(path=target, full_page=True)
    if target.name == "start-wide-light.png":
        page.screenshot(path=FOLDER / "readme.png")


# -- what has no address ---------------------------------------------------------------------------


def mails() -> Iterator[State]:
    """Every kind of mail with its sample, as its HTML is read."""
    from core.mail.kinds import kinds
    from core.mail.rendering import render

    base = "https://allmende.example.org"
    frame = {
        "base_url": base,
        "site_name": "Allmende",
        "sender_name": "Allianz im Beispiel",
        "reply_to": "allianz@example.org",
        "legal_links": [("Impressum", f"{base}/impressum/"), ("Datenschutz", f"{base}/datenschutz/")],
    }
    for key, kind in sorted(kinds().items()):
        mail = render(kind.template, {**frame, **kind.sample()}, "de", kind.layout)
        (FOLDER / f"mail-{key}.txt").write_text(f"{mail.subject}\n\n{mail.text}", "utf-8")
        yield _written(f"mail-{key}", mail.html)


def bare_pages(address: str) -> Iterator[State]:
    """The pages that stand alone, which one meets only when something is broken."""
    from django.test import RequestFactory

    from core.problems.views import bare

    for status in BARE:
        html = bare(RequestFactory().get("/"), status).content.decode()
        yield _written(f"problem-{status}", html.replace('"/static/', f'"{address}/static/'))


def _written(name: str, html: str) -> State:
    path = FOLDER / f"{name}.html"
    path.write_text(html, "utf-8")
    return State(name, path.as_uri())


def pictures_of_papers(address: str) -> None:
    """The first pages of what can be printed, where pdftoppm is installed."""
    from urllib.request import urlopen

    pdftoppm = shutil.which("pdftoppm")
    if not pdftoppm:
        print("No pictures of PDFs: pdftoppm is missing (Debian: poppler-utils).")
        return
    with urlopen(f"{address}/kalender/programm.pdf") as answer:
        pdf = answer.read()
    target = FOLDER / "paper-programme"
    subprocess.run([pdftoppm, "-png", "-r", "80", "-l", "3", "-", str(target)], input=pdf, check=True)


# -- what remains ----------------------------------------------------------------------------------


def write_index(found: Iterable[State]) -> None:
    """Write a page that shows every state in all its forms."""
    forms = [f"{name}-{scheme}" for scheme in SCHEMES for name in WIDTHS]
    rows = [
        f"<h2>{escape(state.name)}</h2><p>{''.join(_thumbnail(f'{state.name}-{form}.png') for form in forms)}</p>"
        for state in found
    ]
    papers = "".join(f'<img alt="" src="{path.name}">' for path in sorted(FOLDER.glob("paper-*.png")))
    style = "body{font-family:sans-serif;background:#888}img{height:420px;margin:4px;object-position:top}"
    page = f'<!doctype html><html lang="de"><meta charset="utf-8"><title>Allmende</title><style>{style}</style>'
    (FOLDER / "index.html").write_text(f"{page}{''.join(rows)}<h2>PDF</h2><p>{papers}</p>", "utf-8")
    print(f"{len(rows)} states: {(FOLDER / 'index.html').as_uri()}")


def _thumbnail(name: str) -> str:
    return f'<a href="{escape(name)}"><img loading="lazy" alt="{escape(name)}" src="{escape(name)}"></a>'


def keep_for_the_readme() -> None:
    """Put the start page into the README, small enough for a repository."""
    taken = FOLDER / "readme.png"
    if not taken.exists():
        return
    small = io.BytesIO()
    Image.open(taken).convert("RGB").quantize(256).save(small, "PNG", optimize=True)
    README_PICTURE.write_bytes(small.getvalue())
    taken.unlink()


if __name__ == "__main__":
    main()
