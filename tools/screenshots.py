"""Take a picture of every screen of the demo practice, for every role: to see at one glance what a change did.

    .venv/bin/python -m tools.screenshots [--widths 360 1280] [--themes light dark] [--roles prescriber] [--to FOLDER]

Runs a demo of its own on a free port, in a folder that is removed afterwards. Pictures go to
build/screenshots/ROLE/WIDTH-THEME/SCREEN.png.
"""

import argparse
import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from plait.foundation import children
from plait.foundation.postgres_state import free_port
from tools.browser import candidates, starts
from tools.crawl import Crawl

ROOT = Path(__file__).resolve().parent.parent
READY_SECONDS = 240
# Somebody of each role, and the person whose record is shown.
STAFF = {
    "prescriber": ("Dr. Ana Reyes", "Mara Lindqvist"),
    "therapist": ("Dr. Jon Ortiz", "Mara Lindqvist"),
    "coordinator": ("Sam Cole", "Mara Lindqvist"),
    "administrator": ("Pat Adeyemi", ""),
}
OUTSIDE = ("/sign-in/", "/help-now", "/help-now?lang=es", "/nothing/", "/_components/")


def main() -> int:
    """Everything from a fresh demo to the last picture."""
    asked = arguments()
    path = next((one for one in candidates() if starts(one)), None)
    if path is None:
        print("No Chromium: install one, or name it in PLAIT_CHROMIUM.", file=sys.stderr)
        return 1
    shutil.rmtree(asked.to, ignore_errors=True)
    with demo() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        for theme in asked.themes:
            for role in asked.roles:
                context = browser.new_context(
                    base_url=address, color_scheme=theme, locale="en-US", reduced_motion="reduce"
                )
                taken = pictures(context.new_page(), role, theme, asked.widths, asked.to)
                context.close()
                print(f"{role}, {theme}: {taken} screens at {', '.join(map(str, asked.widths))} px", flush=True)
        browser.close()
    print(f"They are in {asked.to}")
    return 0


def arguments() -> argparse.Namespace:
    """What was asked for."""
    parser = argparse.ArgumentParser(description="Take a picture of every screen of the demo practice.")
    parser.add_argument("--widths", type=int, nargs="+", default=[360, 1280])
    parser.add_argument("--themes", nargs="+", choices=["light", "dark"], default=["light", "dark"])
    parser.add_argument("--roles", nargs="+", choices=["outside", *STAFF], default=["outside", *STAFF])
    parser.add_argument("--to", type=Path, default=ROOT / "build" / "screenshots")
    return parser.parse_args()


@contextlib.contextmanager
def demo() -> Iterator[str]:
    """A demo practice of its own; yields its address."""
    home = Path(tempfile.mkdtemp(prefix="plait-screenshots-"))
    home.chmod(0o755)
    address = f"http://localhost:{(port := free_port())}"
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PLAIT_", "DATABASE_"))}
    process = children.start(
        [sys.executable, "-m", "plait.cli", "demo", "--port", str(port)],
        output=sys.stderr.fileno(),
        environment={**kept, "PLAIT_HOME": str(home / "practice")},
        folder=ROOT,
    )
    try:
        wait_for(f"{address}/readyz", process)
        yield address
    finally:
        process.terminate()
        process.wait()
        shutil.rmtree(home, ignore_errors=True)


def wait_for(address: str, process: "subprocess.Popen[bytes]") -> None:
    """Until it answers."""
    end = time.monotonic() + READY_SECONDS
    while time.monotonic() < end and process.poll() is None:
        with contextlib.suppress(OSError), urllib.request.urlopen(address, timeout=5):  # noqa: S310 — our own address
            return
        time.sleep(0.5)
    raise SystemExit("The demo practice did not start.")


def pictures(page: Page, role: str, theme: str, widths: list[int], to: Path) -> int:
    """All screens of one role in one theme; returns how many there were."""
    count = 0
    for name in screens(page, role):
        for width in widths:
            page.set_viewport_size({"width": width, "height": 800})
            page.screenshot(path=to / role / f"{width}-{theme}" / f"{name}.png", full_page=True)
        count += 1
    return count


def screens(page: Page, role: str) -> Iterator[str]:
    """Stand on each screen in turn, and say what it is called."""
    if role == "outside":
        for path in OUTSIDE:
            page.goto(path)
            yield path.strip("/").replace("?", "-").replace("=", "-").replace("/", "-")
        return
    name, whose = STAFF[role]
    page.goto("/sign-in/")
    page.get_by_role("button", name=f"Sign in as {name}").click()
    start = [page.url]
    if whose:
        page.goto(f"/people/?q={whose}")
        start.insert(0, page.locator("#results a").first.evaluate("link => link.href"))
    for screen in Crawl(page, start).screens():
        yield screen.file_name


if __name__ == "__main__":
    sys.exit(main())
