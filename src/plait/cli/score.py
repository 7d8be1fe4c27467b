"""plait clinical score and plait clinical instruments: a score by the instrument's file, and what may be shown of each.

They see clinical and knowledge only. What ``score`` prints on the standard output is JSON, also where the answers are
refused: {"error": {"reason", "message", "item"}}, with exit code 2.
"""

import argparse
import json
import sys
from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from plait.clinical.citation import Citation
from plait.clinical.refusal import Refused

if TYPE_CHECKING:
    from plait.clinical.assessment.instrument import Band, Criterion, Instrument
    from plait.clinical.assessment.scoring import Scored
    from plait.clinical.release import Release

WRONG = 2
EXAMPLE = "plait clinical score phq-9 --answers 1,1,2,0,0,0,1,0,0"


def register(actions: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `instruments` and `score`."""
    listed = actions.add_parser("instruments", help="list the instruments, and whether their wording may stand here")
    listed.add_argument("--json", action="store_true", help="as JSON, with every source")
    listed.set_defaults(run=_instruments)
    scored = actions.add_parser(
        "score",
        help=f"score answers, as JSON: {EXAMPLE}",
        description="Score answers or a total by the instrument's own file and print JSON. Nothing is kept. "
        "A score informs; it is no diagnosis.",
        epilog=f"Example: {EXAMPLE}. An empty position is an item left out: 1,,2. Wrong answers: exit code 2.",
    )
    scored.add_argument("instrument", help="the id, as `plait clinical instruments` lists it")
    scored.add_argument("--answers", metavar="1,0,2", help="whole numbers in the order of the items, with commas")
    scored.add_argument("--total", metavar="N", help="a total that came without its answers (or with some of them)")
    scored.set_defaults(run=_score)


def _instruments(arguments: argparse.Namespace) -> int:
    from plait.knowledge.loader import release

    known = release()
    if arguments.json:
        print(json.dumps([_licence(one, known) for one in known.instruments.values()], ensure_ascii=False, indent=1))
        return 0
    for instrument in known.instruments.values():
        told = _licence(instrument, known)
        languages = ", ".join(instrument.languages) if instrument.wording_embedded else ""
        wording = f"wording embedded ({languages})" if instrument.wording_embedded else "wording not embedded"
        validated = "" if instrument.validated else ", not validated"
        checked = sum(band.checked for band in instrument.bands)
        bands = f"{checked} of {len(instrument.bands)} bands checked" if instrument.bands else "no bands"
        span = f"{instrument.lowest} to {instrument.highest}" if instrument.has_total else "no total"
        print(f"{instrument.id:20} {instrument.title['en']}{validated}")
        print(f"{'':20} {len(instrument.items)} items, {span}, {bands}")
        print(f"{'':20} {wording}: {instrument.licence}")
        print(f"{'':20} source: {told['licence_source']['title']}")
    print(f"\n{len(known.instruments)} instruments, release {known.version}")
    return 0


def _licence(instrument: "Instrument", known: "Release") -> dict[str, Any]:
    return {
        "instrument": instrument.id,
        "version": instrument.version,
        "title": instrument.title["en"],
        "items": len(instrument.items),
        "wording_embedded": instrument.wording_embedded,
        "languages": list(instrument.languages) if instrument.wording_embedded else [],
        "licence": instrument.licence,
        "licence_source": _source(instrument.licence_citation, known),
        "validated": instrument.validated,
        "answered_by": instrument.answered_by,
    }


def _score(arguments: argparse.Namespace) -> int:
    from plait.clinical.assessment.scoring import score, score_total
    from plait.knowledge.loader import release

    known = release()
    instrument = known.instruments.get(arguments.instrument)
    if instrument is None:
        return _refuse(Refused("unknown-instrument", f"There is no instrument {arguments.instrument!r}."))
    if arguments.answers is None and arguments.total is None:
        return _refuse(Refused("nothing-given", "Give --answers, or --total."))
    answers = _answers(instrument, arguments.answers or "")
    if isinstance(answers, Refused):
        return _refuse(answers)
    if arguments.total is None:
        scored = score(instrument, answers)
    elif (total := _whole(arguments.total)) is not None:
        scored = score_total(instrument, total, answers)
    else:
        scored = Refused("impossible-total", f"{arguments.total!r} is no whole number.", "total")
    if isinstance(scored, Refused):
        return _refuse(scored)
    print(json.dumps(_told(instrument, scored, known), ensure_ascii=False, indent=1))
    return 0


def _answers(instrument: "Instrument", given: str) -> dict[str, int] | Refused:
    """The answers by item; an empty position is left out."""
    positions = given.split(",") if given.strip() else []
    if len(positions) > len(instrument.items):
        says = f"{instrument.id} has {len(instrument.items)} items, and {len(positions)} answers were given."
        return Refused("too-many-answers", says)
    found: dict[str, int] = {}
    for item, position in zip(instrument.items, positions, strict=False):
        if not position.strip():
            continue
        number = _whole(position)
        if number is None:
            return Refused("impossible-answer", f"{position.strip()!r} is no whole number.", item.id)
        found[item.id] = number
    return found


def _whole(text: str) -> int | None:
    text = text.strip()
    digits = text.removeprefix("-")
    return int(text) if digits.isascii() and digits.isdecimal() else None


def _refuse(refused: Refused) -> int:
    print(json.dumps({"error": {"reason": refused.reason, "message": refused.message, "item": refused.field or None}}))
    print(f"plait: {refused.message}{f' (item {refused.field})' if refused.field else ''}", file=sys.stderr)
    return WRONG


def _told(instrument: "Instrument", scored: "Scored", known: "Release") -> dict[str, Any]:
    """What the scoring says, with every number's mark and source."""
    band = scored.band or scored.unchecked_band
    levels = {item.id: item for item in instrument.items}
    return {
        "instrument": scored.instrument,
        "version": scored.version,
        "total": _number(scored.total),
        "subscales": {name: _number(value) for name, value in scored.subscales.items()},
        "band": None if band is None else {"code": band.code, "text": band.text.get("en"), "checked": band.checked},
        "complete": scored.complete,
        "prorated": scored.prorated,
        "missing": list(scored.missing),
        "risk": [{"item": item, "value": value, "level": levels[item].level_of(value)} for item, value in scored.risk],
        "risk_unanswered": list(scored.risk_unanswered),
        "level": scored.level,
        "criteria": [
            *(_criterion(one, met=True) for one in scored.criteria),
            *(_criterion(one, met=None) for one in scored.open_criteria),
        ],
        "sources": list(_sources(instrument, scored, band, known)),
        "release": known.version,
    }


def _criterion(criterion: "Criterion", *, met: bool | None) -> dict[str, Any]:
    return {
        "code": criterion.code,
        "text": criterion.text.get("en"),
        "met": met,  # null: what was left out could decide it
        "checked": criterion.checked,
        "level": criterion.level,
        "population": criterion.population or None,
    }


def _sources(
    instrument: "Instrument", scored: "Scored", band: "Band | None", known: "Release"
) -> Iterator[dict[str, Any]]:
    yield {"for": "licence", **_source(instrument.licence_citation, known)}
    if scored.prorated and instrument.missing_citation is not None:
        yield {"for": "missing items", **_source(instrument.missing_citation, known)}
    if band is not None:
        yield {"for": f"band {band.code}", "mark": band.mark, **_source(band.citation, known)}
    for one in (*scored.criteria, *scored.open_criteria):
        yield {"for": f"criterion {one.code}", "mark": one.mark, **_source(one.citation, known)}


def _source(citation: Citation, known: "Release") -> dict[str, Any]:
    source = known.sources[citation.source]
    return {"source": source.id, "title": source.title, "url": source.url, "locator": citation.locator}


def _number(value: Decimal | None) -> int | float | None:
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)
