"""The rules of the house that imports alone cannot show, as a failing check.

Usage: python tools/lint_house.py [folder of the package]. Prints a line for each violation and exits 1 if there is one.
Each rule below is a function from one parsed module to messages; tests/architecture plants a violation of each.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

MOST_LINES = 350
VAGUE = {"utils", "helpers", "common", "manager", "misc", "util", "helper"}
FORBIDDEN_VERBS = ("update_", "delete_", "process_", "handle_", "manage_")
CLOCKS = {
    "datetime.now",
    "datetime.utcnow",
    "datetime.today",
    "date.today",
    "timezone.now",
    "time.time",
    "time.time_ns",
}
UNFINISHED = re.compile(r"\b(TODO|FIXME|XXX|HACK|NotImplementedError)\b")
# Decisions that answer before there is an actor, or about no person: argued in docs/decisions/0004.
BEFORE_THE_DOOR = (
    "accounts",
    "documents",
    "demo",
    "readiness",
    "situation",
    "policy",
    "door",
    "consequences",
    "worker",
)
DECISION_FUNCTIONS = {"commit", "preview", "read"}


@dataclass(frozen=True)
class Module:
    """One module of the package: its dotted parts below plait, its tree and its text."""

    parts: tuple[str, ...]
    tree: ast.Module
    text: str

    @property
    def floor(self) -> str:
        """The floor it stands on."""
        return self.parts[0] if self.parts else ""

    def imports(self) -> Iterator[tuple[str, str, str]]:
        """Every import as (module, imported name, local name)."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.ImportFrom) and node.module:
                for alias in node.names:
                    yield node.module, alias.name, alias.asname or alias.name
            elif isinstance(node, ast.Import):
                for alias in node.names:
                    yield alias.name, "", alias.asname or alias.name

    def calls(self) -> Iterator[tuple[str, int]]:
        """Every call as (dotted name, line)."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Call):
                yield dotted(node.func), node.lineno


Rule = Callable[[Module], Iterator[str]]


def dotted(node: ast.AST) -> str:
    """The dotted name of an expression, as far as it is one."""
    if isinstance(node, ast.Attribute):
        before = dotted(node.value)
        return f"{before}.{node.attr}" if before else node.attr
    return node.id if isinstance(node, ast.Name) else ""


def vague_names(module: Module) -> Iterator[str]:
    """A module is named for what it is about."""
    if VAGUE & set(module.parts):
        yield f"a module named {module.parts[-1]!r} says nothing"


def long_modules(module: Module) -> Iterator[str]:
    """A module is read in one sitting."""
    lines = module.text.count("\n")
    if lines > MOST_LINES and "migrations" not in module.parts:
        yield f"{lines} lines: more than {MOST_LINES}"


def clocks(module: Module) -> Iterator[str]:
    """Only the foundation reads a clock; everything else is told the time."""
    if module.floor == "foundation":
        return
    for name, line in module.calls():
        if any(name == clock or name.endswith("." + clock) for clock in CLOCKS):
            yield f"line {line}: {name}() reads a clock; take `at`, or plait.foundation.clock.now at an edge"
    if module.floor not in {"web", "worker", "cli", "fhir"}:
        for source, name, _local in module.imports():
            if source == "plait.foundation.clock" and name == "now" and module.parts[:2] not in CLOCK_READERS:
                yield "imports the clock: only edges and the foundation know what time it is"


CLOCK_READERS = {("records", "accounts"), ("coordination", "demo")}


def floats(module: Module) -> Iterator[str]:
    """The clinical core counts exactly."""
    if module.floor != "clinical":
        return
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, float):
            yield f"line {node.lineno}: a binary float"
        if isinstance(node, ast.Name) and node.id == "float":
            yield f"line {node.lineno}: float"


def transactions(module: Module) -> Iterator[str]:
    """Transactions are opened by coordination and the foundation."""
    if module.floor in {"coordination", "foundation"}:
        return
    for name, line in module.calls():
        if name.endswith("atomic"):
            yield f"line {line}: opens a transaction; that is coordination's"


def hidden_wiring(module: Module) -> Iterator[str]:
    """No signals, no models looked up by name, no Django admin: imports show what depends on what."""
    for source, name, _local in module.imports():
        if (
            source.startswith(("django.dispatch", "django.db.models.signals", "django.core.signals"))
            or name == "receiver"
        ):
            yield f"imports {source}: no signals"
        if source.startswith("django.contrib.admin"):
            yield "uses Django admin: no clinical table stands there"
    for name, line in module.calls():
        if name.endswith("get_model"):
            yield f"line {line}: looks up a model by name"


def tables(module: Module) -> Iterator[str]:
    """Only records and the foundation touch a table."""
    if module.floor in {"records", "foundation"}:
        return
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Attribute) and node.attr == "objects":
            yield f"line {node.lineno}: touches a table; ask a record's queries or actions"


def process_notes(module: Module) -> Iterator[str]:
    """Process notes are seen by one module alone."""
    if module.parts == ("coordination", "therapy", "process_notes") or module.parts[:2] == ("records", "process_notes"):
        return
    for source, name, _local in module.imports():
        if "process_notes" in f"{source}.{name}".split("."):
            yield "sees process notes: only coordination/therapy/process_notes.py may"


def facts_are_not_managed(module: Module) -> Iterator[str]:
    """Decisions have clinical verbs: facts are never updated, deleted, processed, handled or managed."""
    if module.floor != "coordination":
        return
    for node in module.tree.body:
        if isinstance(node, ast.FunctionDef) and node.name.startswith(FORBIDDEN_VERBS):
            yield f"line {node.lineno}: {node.name} is not what the clinic calls it"


def policy_first(module: Module) -> Iterator[str]:
    """A public function of coordination that reaches records takes actor and at, and opens the door first."""
    if module.floor != "coordination" or (module.parts[1:] and module.parts[1] in BEFORE_THE_DOOR):
        return
    records = {
        local
        for source, name, local in module.imports()
        if source.startswith("plait.records.")
        and (name in {"queries", "actions"} or (source.endswith((".queries", ".actions")) and name[:1].islower()))
    }
    for node in module.tree.body:
        if not isinstance(node, ast.FunctionDef) or node.name.startswith("_") or not _reaches(node, records):
            continue
        named = {argument.arg for argument in (*node.args.args, *node.args.kwonlyargs)}
        if not {"actor", "at"} <= named:
            yield f"line {node.lineno}: {node.name} reaches records without actor and at"
        elif not _opens_door(node):
            yield f"line {node.lineno}: {node.name} does not open the door first"


def _reaches(function: ast.FunctionDef, records: set[str]) -> bool:
    return any(isinstance(node, ast.Call) and dotted(node.func).split(".")[0] in records for node in ast.walk(function))


NAMING = {"whose", "action"}  # naming whom it is about, or which rule is asked, is not yet acting


def _opens_door(function: ast.FunctionDef) -> bool:
    body = [s for s in function.body if not (isinstance(s, ast.Expr) and isinstance(s.value, ast.Constant))]
    for statement in body:
        if isinstance(statement, ast.With):
            call = statement.items[0].context_expr
            return isinstance(call, ast.Call) and dotted(call.func) in {"door.read", "door.write"}
        naming = isinstance(statement, ast.FunctionDef) or (
            isinstance(statement, ast.Assign) and dotted(statement.targets[0]) in NAMING
        )
        if not naming:  # naming whom it is about is not yet asking
            return False
    return False


def decisions_stand_alone(module: Module) -> Iterator[str]:
    """One decision never calls another: what they share lives in situation.py and consequences/."""
    if module.floor != "coordination" or module.parts[1:2] == ("demo",):
        return
    for source, name, _local in module.imports():
        whole = f"{source}.{name}"
        for decision in DECISIONS:
            if decision in {source, whole} and decision != ".".join(("plait", *module.parts)):
                yield f"imports the decision {decision}"


DECISIONS: set[str] = set()


def unfinished(module: Module) -> Iterator[str]:
    """Nothing unfinished is committed."""
    for number, line in enumerate(module.text.splitlines(), 1):
        if UNFINISHED.search(line):
            yield f"line {number}: unfinished work"


RULES: tuple[Rule, ...] = (
    vague_names,
    long_modules,
    clocks,
    floats,
    transactions,
    hidden_wiring,
    tables,
    process_notes,
    facts_are_not_managed,
    policy_first,
    decisions_stand_alone,
    unfinished,
)


def load(package: Path) -> list[Module]:
    """Every module of the package, and with them which of coordination are decisions."""
    found = []
    for path in sorted(package.rglob("*.py")):
        parts = path.relative_to(package).with_suffix("").parts
        parts = parts[:-1] if parts[-1] == "__init__" else parts
        text = path.read_text(encoding="utf-8")
        found.append(Module(parts, ast.parse(text), text))
    DECISIONS.clear()
    DECISIONS.update(
        ".".join(("plait", *m.parts))
        for m in found
        if m.floor == "coordination"
        and len(m.parts) == 3
        and any(isinstance(n, ast.FunctionDef) and n.name in DECISION_FUNCTIONS for n in m.tree.body)
    )
    return found


def violations(package: Path) -> list[str]:
    """Every violation as "dotted.module: message"."""
    return [
        f"{'.'.join(('plait', *m.parts))}: {message}" for m in load(package) for rule in RULES for message in rule(m)
    ]


def main() -> int:
    """Check a package and say what is wrong."""
    package = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent.parent / "src" / "plait"
    found = violations(package)
    print("\n".join(found) or "The house stands.")
    return 1 if found else 0


if __name__ == "__main__":
    raise SystemExit(main())
