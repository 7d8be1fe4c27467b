"""plait clinical aid: what the decision aid makes of answers, as JSON; no database, no person, nothing kept.

The file of answers is one JSON object: page id to a list of codes, {"age": ["26-64"], "bothers": ["low-mood"]}. An
answer that a page does not take is refused: {"error": {"reason", "message", "item"}} with exit code 2, as `score` does.
"""

import argparse
import json
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from plait.clinical.refusal import Refused

if TYPE_CHECKING:
    from plait.clinical.intake.decision_aid import Aid, Answers

WRONG = 2
EXAMPLE = "plait clinical aid --answers answers.json"


def register(actions: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `aid`."""
    aid = actions.add_parser(
        "aid",
        help=f"what the decision aid makes of answers, as JSON: {EXAMPLE}",
        description="Give answers to the decision aid; prints pages, signs of danger, comparison and reasons as JSON. "
        "Nothing is kept. The aid never diagnoses.",
        epilog='The file: {"age": ["26-64"], "bothers": ["low-mood"]}. Wrong answers: exit code 2.',
    )
    aid.add_argument("--answers", required=True, metavar="FILE.json", help="page id to a list of codes")
    aid.add_argument("--language", choices=("en", "es"), default="en", help="of the words printed")
    aid.add_argument("--on", type=date.fromisoformat, metavar="2026-11-24", help="also whether it is offered that day")
    aid.set_defaults(run=_aid)


def _aid(arguments: argparse.Namespace) -> int:
    from plait.clinical.intake.decision_aid import AnswerRefused, checked
    from plait.knowledge.decision_aid import offer

    given = _given(Path(arguments.answers))
    if isinstance(given, Refused):
        return _refuse(given)
    offered = offer(arguments.on or date.min)
    if offered.aid is None:
        return _refuse(Refused("offline", "; ".join(offered.reasons)))
    try:
        answers = {page: checked(offered.aid, page, codes) for page, codes in given.items()}
    except AnswerRefused as refused:
        words = offered.aid.refusals[refused.why][arguments.language]
        return _refuse(Refused(refused.why, words, refused.page))
    told = {"offline": list(offered.reasons)} | _told(offered.aid, answers, arguments.language)
    print(json.dumps(told, ensure_ascii=False, indent=1))
    return 0


def _given(path: Path) -> "Answers | Refused":
    try:
        table = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        return Refused("unreadable", f"{path.name} is no JSON file: {error}")
    lists = isinstance(table, dict) and all(isinstance(codes, list) for codes in table.values())
    if not lists or not all(isinstance(code, str) for codes in table.values() for code in codes):
        return Refused("unreadable", f"{path.name} does not hold lists of codes by page.")
    return {page: tuple(codes) for page, codes in table.items()}


def _told(aid: "Aid", answers: "Answers", language: str) -> dict[str, Any]:
    from plait.clinical.intake import decision_aid as core

    shown = core.comparison(aid, answers)
    placed = core.ordered(aid, shown, core.values_of(aid, answers))
    return {
        "aid": aid.id,
        "version": aid.version,
        "next": core.first_open(aid, answers).id,
        "pages": [page.id for page in core.path(aid, answers, language)],
        "red_flags": [{"flag": r.flag.id, "level": r.flag.level, "page": r.page} for r in core.red_flags(aid, answers)],
        "comparison": shown.comparison.id,
        "reasons": [words[language] for words in shown.reasons],
        "line": shown.comparison.line[language],
        "options": [
            {
                "option": one.option.id,
                "arm": one.option.arm,
                "moved": [
                    {"value": m.value.id, "direction": m.direction, "why": m.words[language]} for m in one.reasons
                ],
            }
            for one in placed
        ],
        "left_out": [{"arm": out.arm, "why": out.why[language]} for out in shown.left_out],
        "summary": list(core.summary(aid, answers, language)),
    }


def _refuse(refused: Refused) -> int:
    print(json.dumps({"error": {"reason": refused.reason, "message": refused.message, "item": refused.field or None}}))
    print(f"plait: {refused.message}{f' (page {refused.field})' if refused.field else ''}", file=sys.stderr)
    return WRONG
