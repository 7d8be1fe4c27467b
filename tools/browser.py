"""Find a Chromium for the browser tests, or get one; print its path, or nothing and say why not.

First the one named by PLAIT_CHROMIUM, then one on PATH, then Playwright's own (downloaded), then, as root on
Debian, the package chromium. What is found is tried before it is named. Without any, the tests that need one are
skipped and counted; with CI=true that is an error.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

ON_PATH = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
INSTALL_SECONDS = 600
TRY_SECONDS = 60
NOT_FOUND = """\
****************************************************************************
* No Chromium was found, and none could be installed:
*   the browser tests will be SKIPPED, and counted as skipped at the end.
* Install one (Debian: apt-get install chromium) or name it: PLAIT_CHROMIUM.
****************************************************************************"""


def main() -> int:
    """Print the path on standard output, everything else on standard error."""
    for path in candidates():
        if starts(path):
            print(path)
            return 0
        say(f"{path} is there, but it does not start.")
    say(NOT_FOUND)
    if os.environ.get("CI", "").lower() in ("1", "true", "yes"):
        say("CI is set, and the browser tests must run there: this is an error.")
        return 1
    print()
    return 0


def candidates() -> Iterator[str]:
    """Paths to try, the cheapest first; later ones are only installed when asked for."""
    named = os.environ.get("PLAIT_CHROMIUM")
    if named:
        yield named
    for name in ON_PATH:
        found = shutil.which(name)
        if found:
            yield found
    present = playwrights_own()
    if present:
        yield present
    else:
        say("No Chromium on PATH: Playwright downloads one ...")
        if ended_well([sys.executable, "-m", "playwright", "install", "chromium"]):
            fetched = playwrights_own()
            if fetched:
                yield fetched
    yield from debian()


def playwrights_own() -> str:
    """The path of the Chromium that Playwright keeps for itself, if it is there."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else ""


def debian() -> Iterator[str]:
    """Debian's package, when we may install it."""
    apt = shutil.which("apt-get")
    if os.geteuid() != 0 or not apt:
        say("Not root on Debian: no package can be installed.")
        return
    say("Installing Debian's package chromium ...")
    ended_well([apt, "-q", "update"])
    if ended_well([apt, "-q", "-y", "--no-install-recommends", "install", "chromium"]):
        found = shutil.which("chromium")
        if found:
            yield found


def starts(path: str) -> bool:
    """True if this browser shows an empty page."""
    with tempfile.TemporaryDirectory() as profile:
        command = [path, "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={profile}", "--dump-dom"]
        try:
            finished = subprocess.run(  # noqa: S603
                [*command, "about:blank"],
                check=False,
                capture_output=True,
                timeout=TRY_SECONDS,
                env={**os.environ, "HOME": profile},
            )
        except (OSError, subprocess.TimeoutExpired):
            return False
    return finished.returncode == 0 and b"<html" in finished.stdout


def ended_well(command: "list[str]") -> bool:
    """Run it with its output on standard error, where a waiting person sees that it goes on."""
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    try:
        finished = subprocess.run(command, check=False, stdout=sys.stderr, timeout=INSTALL_SECONDS, env=environment)  # noqa: S603
    except (OSError, subprocess.TimeoutExpired):
        return False
    return finished.returncode == 0


def say(sentence: str) -> None:
    """Tell whoever waits."""
    print(sentence, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
