"""Commands about clinical knowledge: what there is, whether it is sound, how much of it is checked.

They see clinical and knowledge only: no database, no person, no Django.
"""

import argparse
import sys
from collections.abc import Iterable

from plait.cli import aid, score
from plait.clinical.citation import Citation
from plait.clinical.finding import CHECKED
from plait.clinical.quantity import plain
from plait.clinical.release import Fact, Release


def register(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `clinical instruments`, `medicine`, `score`, `aid`, `coverage` and `check`."""
    clinical = commands.add_parser("clinical", help="clinical knowledge: instruments, medicines, checks; no database")
    actions = clinical.add_subparsers(metavar="ACTION", required=True)
    score.register(actions)
    aid.register(actions)
    medicine = actions.add_parser("medicine", help="say what is known about a medicine, with marks and sources")
    medicine.add_argument("name", help="generic name or brand")
    medicine.set_defaults(run=_medicine)
    actions.add_parser("coverage", help="count statements by topic and mark").set_defaults(run=_coverage)
    actions.add_parser("check", help="validate every content file").set_defaults(run=_check)


def _medicine(arguments: argparse.Namespace) -> int:
    from plait.knowledge.formulary import formulary

    found = next(iter(formulary().search(arguments.name, 1)), None)
    known = formulary().knowledge(found.medicine) if found else None
    if known is None:
        print(f"plait: nothing is known about {arguments.name!r}.", file=sys.stderr)
        return 1
    brands = f" ({', '.join(known.brands)})" if known.brands else ""
    schedule = f", schedule {known.schedule}" if known.schedule else ""
    print(f"{known.name}{brands}: {', '.join(known.classes)}{schedule}")
    release = _release()
    for fact in known.facts:
        print(f"  {_mark(fact)} {fact.topic:16} {fact.says}{_condition(fact)}")
        print(f"  {'':12} {'':16} {_cited(fact.citations, release)}")
    return 0


def _coverage(_arguments: argparse.Namespace) -> int:
    from plait.knowledge import coverage

    marks = ("verified", "corroborated", "quoted", "partial", "unverified")
    print(f"{'topic':18}" + "".join(f"{mark:>14}" for mark in marks))
    for topic, counts in coverage.by_topic(_release()).items():
        print(f"{topic:18}" + "".join(f"{counts[mark]:>14}" for mark in marks))
    for topic in coverage.MOST_NEEDED:
        names = [known.name for known in coverage.lacking(_release(), topic)]
        print(f"\nno checked {topic!r} ({len(names)}): {', '.join(names)}")
    return 0


def _check(_arguments: argparse.Namespace) -> int:
    from plait.knowledge.content import read
    from plait.knowledge.rxnorm import read as read_rxnorm
    from plait.knowledge.validate import problems

    content = read()
    found = problems(content, frozenset(read_rxnorm().ingredients))
    for problem in found:
        print(problem, file=sys.stderr)
    print(f"{len(content.documents)} files, {len(found)} problems")
    return 1 if found else 0


def _release() -> Release:
    from plait.knowledge.loader import release

    return release()


def _mark(fact: Fact) -> str:
    return f"{'+' if fact.mark in CHECKED else ' '} {fact.mark:12}"


def _condition(fact: Fact) -> str:
    parts = [
        part for part in (fact.form, fact.population if fact.population != "adults" else "", fact.indication) if part
    ]
    number = ""
    if fact.low is not None and fact.high is not None:
        span = plain(fact.low) if fact.low == fact.high else f"{plain(fact.low)} to {plain(fact.high)}"
        number = f" = {span} {fact.unit}" + (f" per {fact.per}" if fact.per else "")
    return (f" [{'; '.join(parts)}]" if parts else "") + number


def _cited(citations: Iterable[Citation], release: Release) -> str:
    return "; ".join(
        f"{release.sources[citation.source].title}{f', {citation.locator}' if citation.locator else ''}"
        for citation in citations
    )
