"""Every template is translatable, carries no inline code, escapes what it shows, and has honest forms."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
_spec = importlib.util.spec_from_file_location("lint_templates", ROOT / "tools" / "lint_templates.py")
lint = importlib.util.module_from_spec(_spec)
sys.modules["lint_templates"] = lint
_spec.loader.exec_module(lint)

TEMPLATES = list(lint.templates(ROOT / "src" / "plait"))


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.relative_to(ROOT / "src" / "plait").as_posix())
def test_template_keeps_the_rules(path: Path) -> None:
    problems = lint.check(path.read_text(encoding="utf-8"), path.name, english_allowed="examples" in path.parts)
    assert not problems, "\n".join(map(str, problems))


def test_there_are_templates() -> None:
    assert len(TEMPLATES) > 20


@pytest.mark.parametrize(
    ("word", "source"),
    [
        ("untranslated", "<p>Save the dose</p>"),
        ("untranslated", '<a href="/x" aria-label="Open menu">{{ x }}</a>'),
        ("untranslated", '<input type="search" placeholder="Find a person">'),
        ("untranslated", "{% if x %}dose{% endif %}"),
        ("inline", '<p style="color:red">{{ x }}</p>'),
        ("inline", "<style>p{}</style>"),
        ("inline", "<script>{{ x }}</script>"),
        ("inline", '<button type="button" onclick="x()">{{ x }}</button>'),
        ("inline", '<div hx-on:click="x()"></div>'),
        ("inline", '<div hx-vals="js:{}"></div>'),
        ("inline", '<a href="javascript:x()">{{ x }}</a>'),
        ("unescaped", "{{ note|safe }}"),
        ("unescaped", "{{ notes | safeseq|join:'' }}"),
        ("unescaped", "{% blocktranslate %}{{ note|safe }}{% endblocktranslate %}"),
        ("unescaped", "{% autoescape off %}{{ x }}{% endautoescape %}"),
        ("form", "<form>{% csrf_token %}</form>"),
        ("form", '<form method="post"></form>'),
        ("form", '<form method="get">{% csrf_token %}</form>'),
        ("form", '<form method="{{ method }}">{% csrf_token %}</form>'),
        ("form", "<button>{{ x }}</button>"),
    ],
)
def test_lint_refuses_a_planted_violation(word: str, source: str) -> None:
    assert word in {problem.word for problem in lint.check(source, "planted.html")}


@pytest.mark.parametrize(
    "source",
    [
        '{% translate "Save the dose" %}',
        "{% blocktranslate trimmed with n=n %}Page {{ n }}{% endblocktranslate %}",
        "{% comment %}why this is so{% endcomment %}{# and this #}<p>{{ x }} · 150&nbsp;·</p>",
        '<form method="post" action="/x">{% csrf_token %}<button type="submit">{% translate "Go" %}</button></form>',
        '<form method="get"><input name="q" aria-label="{% translate \'Find\' %}"></form>',
        '<a href="/">Plait</a> <kbd>g</kbd>',
        '<script type="module" src="{% static \'js/a.js\' %}"></script>',
    ],
)
def test_lint_lets_the_right_thing_pass(source: str) -> None:
    assert lint.check(source, "right.html") == []


def test_problem_names_its_line() -> None:
    (problem,) = lint.check("{% comment %}\n\n{% endcomment %}\n<p>Save the dose</p>", "planted.html")
    assert str(problem) == "planted.html:4: untranslated: text: 'Save the dose'"
