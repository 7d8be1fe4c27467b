"""Commands about the practice's site: are its pages whole, in both languages, with sources that lead somewhere.

They need no database: only the files.
"""

import argparse
import sys
from datetime import date


def register(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `site check`."""
    site = commands.add_parser("site", help="the practice's public pages; no database")
    actions = site.add_subparsers(metavar="ACTION", required=True)
    check = actions.add_parser(
        "check",
        help="say which pages are not served and why, and what is too old",
        description="Read the pages that ship with Plait and your own (PLAIT_SITE_FOLDER). Says with path and line "
        "what is wrong, which pages should have been looked at again by now, and which facts of your practice are not "
        "written down. Exit code 1 where something is wrong or too old.",
    )
    check.add_argument("--on", type=date.fromisoformat, default=None, metavar="DAY", help="as of a day like 2027-11-25")
    check.set_defaults(run=_check)


def _check(arguments: argparse.Namespace) -> int:
    from plait.cli.practice import django_ready

    django_ready()
    from django.conf import settings

    from plait.coordination.site import folder
    from plait.foundation.clock import now
    from plait.knowledge.crisis import help_for

    on = arguments.on or now().day(settings.TIME_ZONE)
    pages, facts = folder.pages(), folder.practice_facts()
    numbers = help_for(settings.COUNTRY, settings.LOCAL_HELP)
    wrong = [*pages.problems, *facts.problems, *numbers.problems]
    old = sorted((page for page in pages.pages.values() if page.expired(on)), key=lambda page: page.path)
    for problem in wrong:
        print(problem, file=sys.stderr)
    for page in old:
        print(f"{page.path}:1: should have been looked at again by {page.review_by.isoformat()}", file=sys.stderr)
    lines = numbers.pack
    if lines.review_due < on:
        print(f"crisis/{lines.id}.toml: should have been read again by {lines.review_due.isoformat()}", file=sys.stderr)
    own = folder.own_folder()
    if settings.SITE_FOLDER and own is None:
        print(f"plait: PLAIT_SITE_FOLDER names no folder: {settings.SITE_FOLDER}", file=sys.stderr)
        wrong = [*wrong, *([] if wrong else [settings.SITE_FOLDER])]
    print(f"{len(pages.pages)} pages are served; {len(wrong)} problems; {len(old)} too old.")
    if facts.lacking:
        print(f"Not written down in practice.toml: {', '.join(facts.lacking)}. What is missing is not shown.")
    return 1 if wrong or old or lines.review_due < on else 0
