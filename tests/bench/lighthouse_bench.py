"""What the public pages weigh on the first load, and what Lighthouse says of their speed and accessibility.

The real web server answers, as in the journeys. Weights are what travels of page, styles, scripts and pictures, in the
encoding that a browser asks for, without headers. Lighthouse (its own throttled phone) comes by ``npx`` where Node is;
nothing else needs it, and npm keeps it. Where it cannot be had, the weights are printed and that is said.

Printed, never asserted: a machine's speed is not Plait's. The aim is 95 for each. ``make bench``; PLAIT_CHROMIUM.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import urllib.request
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import pytest

from tests.browser.practice import Practice, prepared

PAGES = {"home": "/", "guide": "/guide", "condition": "/conditions/depression", "aid": "/aid", "help": "/help-now"}
LIGHTHOUSE = "lighthouse@12"  # the newest that runs on Node 18 and 20; 13 asks for Node 22.19
PAINTS = ("first-contentful-paint", "largest-contentful-paint")
LISTENED = ("performance", "accessibility")
AIM = 95
PATIENCE_SECONDS = 300
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


class Loaded(HTMLParser):
    """What a browser loads for a page at once: styles, scripts, pictures."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note its address."""
        given = {name: value or "" for name, value in attrs}
        if tag == "link" and given.get("rel") in {"stylesheet", "icon"} and given.get("media") != "print":
            self.found.append(given["href"])
        if tag in {"script", "img"} and given.get("src"):
            self.found.append(given["src"])


def travels(address: str) -> tuple[int, str]:
    """Bytes over the wire, and the text where it is not compressed."""
    request = urllib.request.Request(address, headers={"Accept-Encoding": "br, gzip"})  # noqa: S310 - our own
    with urllib.request.urlopen(request, timeout=60) as answer:  # noqa: S310 - our own
        return len(answer.read()), answer.headers.get("Content-Encoding", "")


def weight(address: str) -> tuple[int, int]:
    """Bytes of the first load, and of how many files."""
    with urllib.request.urlopen(address, timeout=60) as answer:  # noqa: S310 - our own
        files = dict.fromkeys(urljoin(address, one) for one in Loaded(answer.read().decode()).found)
    return sum(travels(one)[0] for one in (address, *files)), 1 + len(files)


def lighthouse(address: str, folder: Path) -> dict[str, Any] | str:
    """The report, or why there is none."""
    npx = shutil.which("npx")
    browser = os.environ.get("PLAIT_CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)
    if not npx or not browser:
        return "there is no npx (Node) here" if not npx else "there is no Chromium here"
    report = folder / "report.json"
    report.unlink(missing_ok=True)
    command = [
        *(npx, "--yes", LIGHTHOUSE, address, "--output=json", f"--output-path={report}", "--quiet"),
        f"--only-categories={','.join(LISTENED)}",
        "--chrome-flags=--headless=new --no-sandbox --disable-gpu --disable-dev-shm-usage",
    ]
    surroundings = {**os.environ, "CHROME_PATH": browser}
    try:
        done = subprocess.run(
            command, env=surroundings, capture_output=True, text=True, check=False, timeout=PATIENCE_SECONDS
        )
    except subprocess.TimeoutExpired:
        return f"it took more than {PATIENCE_SECONDS} seconds"
    if not report.exists():
        return (done.stderr.strip().splitlines() or ["it said nothing"])[-1][:200]
    return json.loads(report.read_text(encoding="utf-8"))


def mark(report: dict[str, Any], category: str) -> str:
    """Of 100. Empty where Lighthouse could not measure, as on a machine that is too busy to paint: that is no 0."""
    score = report["categories"][category]["score"]
    return "" if score is None else str(round(score * 100))


def lowered(report: dict[str, Any]) -> Iterator[str]:
    """What costs points, worst first."""
    for category in LISTENED:
        for one in report["categories"][category]["auditRefs"]:
            audit = report["audits"][one["id"]]
            if one["weight"] and audit["score"] is not None and audit["score"] < 0.9:
                yield f"{category}: {audit['title']} ({audit.get('displayValue', '')})"


@pytest.fixture
def practice(tmp_path: Path) -> Iterator[Practice]:
    """The demo practice behind a real web server."""
    running = Practice("plait_lighthouse", prepared(tmp_path), tmp_path / "practice.log")
    try:
        running.open()
        yield running
    finally:
        running.close()


@pytest.mark.bench
def test_public_pages(practice: Practice, tmp_path: Path) -> None:
    """Weight, files and marks of each page."""
    print(f"\n{'page':>10} {'KB':>7} {'files':>6}  {'speed':>6} {'access':>7}  first paint, largest paint")
    reasons = set()
    for name, path in PAGES.items():
        size, files = weight(f"{practice.address}{path}")
        line = f"{name:>10} {size / 1024:7.1f} {files:6}"
        told = lighthouse(f"{practice.address}{path}", tmp_path)
        if isinstance(told, str):
            reasons.add(told)
            print(f"{line}       -       -")
            continue
        marks = {one: mark(told, one) for one in LISTENED}
        paints = [told["audits"][one].get("displayValue", "") for one in PAINTS]
        print(f"{line}  {marks['performance']:>6} {marks['accessibility']:>7}  {', '.join(paints)}")
        if min(int(one or 0) for one in marks.values()) < AIM:
            print("".join(f"{'':>12}{one}\n" for one in lowered(told)), end="")
    for reason in reasons:
        print(f"Lighthouse was not there, so there are no marks: {reason}.")
    assert files > 0
