"""What must be true of the decision aid's files before it may be offered: their shape, and that all leads somewhere.

Every problem keeps the aid offline. What IPDAS asks for (C1 to C6) stands in validate_aid_paperwork.py. It looks at
the files as they are written and corrects nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import fields
from typing import Any, get_args

from plait.clinical.citation import Source
from plait.clinical.intake.aid import ARMS, KINDS, LANGUAGES, Clause, FlagLevel, FlagWhom, Harm
from plait.clinical.intake.danger import OF_INSTRUMENT
from plait.knowledge.aid_conditions import when
from plait.knowledge.aid_options import whole
from plait.knowledge.content import Content, Document, Table
from plait.knowledge.problem import HEADER, Problem, header, missing, twice, unknown
from plait.knowledge.validate_aid_paperwork import check_paperwork

Keys = frozenset[str]
PARTS: Mapping[str, Keys] = {
    "aid": HEADER
    | {"updated", "title", "decision", "no_diagnosis", "funding", "update_policy", "how_chosen", "reading", "talk"}
    | {"no_wait", "authors", "questions", "refusals", "facts"},
    "pages": frozenset({"pages"}),
    "flags": frozenset({"flags"}),
    "comparisons": frozenset({"comparisons"}),
    "options": frozenset({"options", "rows"}),
    "numbers": frozenset({"numbers"}),
    "values": frozenset({"values", "weights", "certainty", "certainty_answers", "fits"}),
    "criteria": frozenset({"criteria"}),
}
PAGE_KEYS = frozenset(
    {"id", "kind", "group", "asks", "help", "said", "only_if", "choices", "instrument", "optional"},
)
CHOICE_KEYS = frozenset({"code", "harm", "flag", "words", "help", "alone", "only_if"})
FLAG_KEYS = frozenset({"id", "level", "whom", "title", "why", "do"})
ONCE = ("comparison", "values", "certainty", "sheet")
BUILT_IN = frozenset({"flag", "offered"})


def check_aid(
    documents: Collection[Document], sources: Mapping[str, Source], instruments: Mapping[str, Collection[str]]
) -> Iterator[Problem]:
    """Everything wrong; ``instruments``: id -> languages in which its wording may stand."""
    docs = {doc.path.rpartition("/")[2].removesuffix(".toml"): doc for doc in documents}
    for name in PARTS.keys() - docs.keys():
        yield Problem(f"aid/{name}.toml", "", "missing")
    for name, doc in docs.items():
        yield from unknown(doc, doc.table, PARTS.get(name, frozenset()))
        yield from _untranslated(doc, doc.table, "")
    if PARTS.keys() - docs.keys():
        return
    options = docs["options"]
    yield from twice(options, [one.get("id") for one in options.table["options"]], "options.id")
    try:
        made = whole(options.table["options"])
    except ValueError as error:
        yield Problem(options.path, "options", str(error))
        return
    docs["options"] = Document(options.path, {**options.table, "options": made})
    yield from header(docs["aid"])
    yield from _check_pages(docs, instruments)
    yield from _check_flags(docs)
    yield from _check_comparisons(docs)
    yield from check_paperwork(docs, sources)


def check_whole_aid(
    content: Content, sources: Mapping[str, Table], instruments: Mapping[str, Table]
) -> Iterator[Problem]:
    """The same among all content, as it is written; content without an aid has nothing wrong with its aid."""
    keys = {one.name for one in fields(Source)} - {"id"}
    known = {
        name: Source(id=name, **{"kind": "", "title": "", "url": "", **{k: v for k, v in table.items() if k in keys}})
        for name, table in sources.items()
    }
    worded = {
        name: table.get("languages", ()) if table.get("wording_embedded") else () for name, table in instruments.items()
    }
    if content.of("aid"):
        yield from check_aid(content.of("aid"), known, worded)


def _untranslated(doc: Document, table: Any, where: str) -> Iterator[Problem]:
    """Every sentence stands in every language."""
    if isinstance(table, list):
        for place, one in enumerate(table):
            yield from _untranslated(doc, one, f"{where}[{place}]")
    if not isinstance(table, dict):
        return
    if set(LANGUAGES) & table.keys():
        for language in LANGUAGES:
            if not str(table.get(language, "")).strip():
                yield Problem(doc.path, f"{where}.{language}".lstrip("."), "the translation is missing")
        return
    for key, one in table.items():
        yield from _untranslated(doc, one, f"{where}.{key}".lstrip("."))


def _check_pages(docs: Mapping[str, Document], instruments: Mapping[str, Collection[str]]) -> Iterator[Problem]:
    doc = docs["pages"]
    pages = doc.table["pages"]
    yield from twice(doc, [page.get("id") for page in pages], "pages.id")
    known = _known(docs)
    for page in pages:
        where = f"pages.{page.get('id')}."
        yield from unknown(doc, page, PAGE_KEYS, where)
        yield from missing(doc, page, ("id", "kind", "group", "asks"), where)
        if page.get("kind") not in KINDS:
            yield Problem(doc.path, f"{where}kind", f"{page.get('kind')!r} is no kind of page")
        if page.get("kind") in {"one", "many"} and not page.get("choices"):
            yield Problem(doc.path, f"{where}choices", "a question without an answer is a dead end")
        # Asked only in the languages in which its published wording stands (route.path): nobody translates it here.
        if page.get("kind") == "instrument" and "en" not in instruments.get(page.get("instrument", ""), ()):
            yield Problem(doc.path, f"{where}instrument", "no instrument whose wording may stand here")
        yield from _check_conditions(doc, page.get("only_if", ()), known, f"{where}only_if")
        yield from _check_choices(docs, page, known, where)
    for kind in ONCE:
        if [page.get("kind") for page in pages].count(kind) != 1:
            yield Problem(doc.path, "pages.kind", f"there is not exactly one page of kind {kind!r}")
    if pages and pages[-1].get("kind") != "sheet":
        yield Problem(doc.path, "pages", "the last page is not the sheet")


def _check_choices(
    docs: Mapping[str, Document], page: Table, known: Mapping[str, Collection[str]], where: str
) -> Iterator[Problem]:
    """Every choice says whether it speaks of harm, and one that does raises a flag."""
    doc = docs["pages"]
    flags = {flag.get("id") for flag in docs["flags"].table["flags"]}
    yield from twice(doc, [choice.get("code") for choice in page.get("choices", ())], f"{where}choices.code")
    for choice in page.get("choices", ()):
        at = f"{where}{choice.get('code')}."
        yield from unknown(doc, choice, CHOICE_KEYS, at)
        yield from missing(doc, choice, ("code", "words"), at)
        if choice.get("harm") not in get_args(Harm):
            yield Problem(doc.path, f"{at}harm", "says not whether this answer can speak of harm")
        elif (choice["harm"] == "none") == bool(choice.get("flag")):
            yield Problem(doc.path, f"{at}flag", "an answer that speaks of harm raises a flag, and no other does")
        if choice.get("flag") and choice["flag"] not in flags:
            yield Problem(doc.path, f"{at}flag", f"{choice['flag']!r} is no flag")
        yield from _check_conditions(doc, choice.get("only_if", ()), known, f"{at}only_if")


def _known(docs: Mapping[str, Document]) -> dict[str, set[str]]:
    """What conditions may ask for: pages and facts, each with its codes. No codes: any may be asked for."""
    known: dict[str, set[str]] = {name: set() for name in BUILT_IN}
    for page in docs["pages"].table["pages"]:
        known[page.get("id", "")] = {choice.get("code", "") for choice in page.get("choices", ())}
    for fact in docs["aid"].table["facts"]:
        known.setdefault(fact["id"], set()).add(fact["code"])
    return known


def _check_conditions(
    doc: Document, lines: Collection[str], known: Mapping[str, Collection[str]], where: str
) -> Iterator[Problem]:
    try:
        clauses: list[Clause] = [clause for line in when(lines) for clause in line]
    except ValueError as error:
        yield Problem(doc.path, where, str(error))
        return
    for clause in clauses:
        codes = known.get(clause.page)
        if codes is None:
            yield Problem(doc.path, where, f"{clause.page!r} is no page and no fact")
        elif codes and set(clause.codes) - set(codes):
            yield Problem(doc.path, where, f"{clause.page!r} has no answer {sorted(set(clause.codes) - set(codes))}")


def _check_flags(docs: Mapping[str, Document]) -> Iterator[Problem]:
    doc = docs["flags"]
    raised = {choice.get("flag") for page in docs["pages"].table["pages"] for choice in page.get("choices", ())}
    yield from twice(doc, [flag.get("id") for flag in doc.table["flags"]], "flags.id")
    for flag in doc.table["flags"]:
        where = f"flags.{flag.get('id')}."
        yield from unknown(doc, flag, FLAG_KEYS, where)
        yield from missing(doc, flag, ("id", "level", "title", "why", "do"), where)
        if flag.get("level") not in get_args(FlagLevel):
            yield Problem(doc.path, f"{where}level", f"{flag.get('level')!r} is no level")
        if flag.get("whom", "") not in get_args(FlagWhom):
            yield Problem(doc.path, f"{where}whom", f"{flag['whom']!r} is nobody")
        if flag.get("id") not in raised:
            yield Problem(doc.path, f"{where}id", "no answer raises this flag")
    if OF_INSTRUMENT not in {flag.get("id") for flag in doc.table["flags"]}:
        yield Problem(doc.path, "flags", f"{OF_INSTRUMENT!r}, which the instruments raise, is missing")


def _check_comparisons(docs: Mapping[str, Document]) -> Iterator[Problem]:
    """Every comparison leads to known options and figures, and says something of each of the four ways to go."""
    doc = docs["comparisons"]
    options = {option.get("id"): option for option in docs["options"].table["options"]}
    numbers = {number.get("id") for number in docs["numbers"].table["numbers"]}
    known = _known(docs)
    comparisons = doc.table["comparisons"]
    yield from twice(doc, [one.get("id") for one in comparisons], "comparisons.id")
    for one in comparisons:
        where = f"comparisons.{one.get('id')}."
        needed = ("id", "title", "about", "course", "reasons", "line", "offers")
        yield from missing(doc, one, needed, where)
        for lines in (one.get("when", ()), *(reason.get("when", ()) for reason in one.get("reasons", ()))):
            yield from _check_conditions(doc, lines, known, f"{where}when")
        if not one.get("when") and one is not comparisons[-1]:
            yield Problem(doc.path, f"{where}when", "always fits, so that none after it is ever shown")
        arms = [options[o.get("option")]["arm"] for o in one.get("offers", ()) if o.get("option") in options]
        arms += [out.get("arm") for out in one.get("left_out", ())]
        for arm in set(ARMS) - {"talk"}:
            if arm not in arms:
                yield Problem(doc.path, f"{where}offers", f"says nothing of {arm!r}: offer it, or say why not")
        yield from _check_offers(doc, one, options.keys(), numbers, where)
    if comparisons and comparisons[-1].get("when"):
        yield Problem(doc.path, "comparisons", "the last one does not always fit: some answers lead nowhere")


def _check_offers(
    doc: Document, one: Table, options: Collection[str], numbers: Collection[str], where: str
) -> Iterator[Problem]:
    for offered in one.get("offers", ()):
        if offered.get("option") not in options:
            yield Problem(doc.path, f"{where}offers", f"{offered.get('option')!r} is no option")
        for number in set(offered.get("numbers", ())) - set(numbers):
            yield Problem(doc.path, f"{where}offers", f"{number!r} is no figure")
        if bool(offered.get("numbers")) == bool(offered.get("no_number")):
            yield Problem(doc.path, f"{where}offers", "has figures, or says in words that no good one was found")
        if offered.get("numbers") and not one.get("numbers_for_adults", True):
            yield Problem(doc.path, f"{where}offers", "shows figures of adults to somebody who is none")
