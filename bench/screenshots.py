"""Pictures of the demonstration's pages: `make screenshots [PAGES="/ /kalender/"]`, wide and on a phone.

They go to `var/screenshots/`; the start page also to `docs/pictures/` for the README.
"""

from __future__ import annotations

import os
import shutil

from playwright.sync_api import Page, sync_playwright

from bench.running import ROOT, running_site

PAGES = (
    "/",
    "/kalender/",
    "/kalender/monat/",
    "/organisationen/",
    "/organisationen/allianz-fuer-beteiligung/",
    "/buendnisse/",
    "/orte/",
    "/themen/",
    "/postfach/",
)
WIDTHS = {"wide": 1280, "phone": 390}
FOLDER = ROOT / "var" / "screenshots"


def main() -> None:
    """Start the demonstration and picture its pages."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    wanted = os.environ.get("PAGES", "").split() or PAGES
    with running_site("--demo") as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        for name, width in WIDTHS.items():
            size = {"width": width, "height": 900}
            page = browser.new_page(viewport=size, locale="de-DE", timezone_id="Europe/Berlin")
            for path in wanted:
                _picture(page, address + path, f"{path.strip('/').replace('/', '-') or 'start'}-{name}.png")
        browser.close()
    shutil.copy(FOLDER / "start-wide.png", ROOT / "docs" / "pictures" / "start.png")


def _picture(page: Page, url: str, name: str) -> None:
    page.goto(url, wait_until="load")
    page.screenshot(path=FOLDER / name, full_page=not name.startswith("start-wide"))


if __name__ == "__main__":
    main()
