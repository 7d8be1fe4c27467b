"""A chart on paper: what stands on it, for whom, and that nothing is loaded while it is made."""

from __future__ import annotations

import re

import pypdfium2
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from plait.coordination.people import who_looked
from plait.foundation.clock import now
from plait.foundation.facts import Stamp, record
from plait.records.assessment.models import QuestionnaireResponse
from plait.records.people import actions as people
from plait.records.problems import actions as problems
from plait.web.people import paper
from tests.integration.conftest import Practice
from tests.integration.interchange.whole_person import build
from tests.integration.long_history import write
from tests.signed_in import sign_in

pytest.importorskip("plutoprint")


@pytest.fixture
def client(practice: Practice, settings) -> Client:
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}
    return sign_in(Client(), practice.staff["reyes"].id)


def address(practice: Practice, name: str = "people:print-pdf", who: str = "mara") -> str:
    return reverse(name, args=[practice.people[who]])


def pages(content: bytes) -> list[str]:
    """The words of each page."""
    document = pypdfium2.PdfDocument(content)
    return [document[number].get_textpage().get_text_bounded() for number in range(len(document))]


def test_the_paper_says_who_what_and_what_not(client: Client, practice: Practice):
    build(practice)
    twice = {"patient_id": practice.people["mara"], "instrument": "phq-9", "version": "2026.1", "band": "mild"}
    record(QuestionnaireResponse, Stamp(practice.staff["reyes"], now()), effective_at=now().utc, total=6, **twice)
    answer = client.get(address(practice))
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    assert "no-store" in answer["Cache-Control"]
    found = pages(answer.content)
    whole = " ".join(" ".join(found).split())
    for words in (
        "Mara Lindqvist",
        "Answered 1 to the self-harm question",
        "pregnant, 12 weeks",
        "62.5 mg every morning",
        "on hold",
        "CBT",
        "PHQ-9",
        "mild",
        "Source:",
        "On one time axis",
        "Blood pressure",
        "She sleeps better.",
        "Nils Lindqvist",
        "Dr. A. Reyes",
        "Marked as an error by",
        "Some information may be withheld by choice or by law.",
        "not yet checked against a source",
    ):
        assert words in whole, words
    for number, page in enumerate(found, 1):
        assert "Mara Lindqvist" in page, "the name stands on every page"
        assert f"Page {number} of {len(found)}" in " ".join(page.split())
        assert "Printed " in page


def test_a_long_chart_is_printed_in_few_queries(client: Client, practice: Practice):
    write(practice.people["mara"], now())
    with CaptureQueriesContext(connection) as caught:
        answer = client.get(address(practice))
    asked = [
        q["sql"] for q in caught.captured_queries if not q["sql"].startswith(("BEGIN", "COMMIT", "SAVE", "RELEASE"))
    ]
    assert answer.status_code == 200
    assert len(pages(answer.content)) > 1
    assert len(asked) <= 25, len(asked)


def test_the_page_prints_by_itself_and_leads_to_the_pdf(client: Client, practice: Practice):
    build(practice)
    page = client.get(address(practice, "people:print")).content.decode()
    assert address(practice) in page
    assert "Some information may be withheld by choice or by law." in page
    chart = client.get(reverse("people:chart", args=[practice.people["mara"]])).content.decode()
    assert address(practice, "people:print") in chart


def test_printing_is_audited_and_only_for_who_treats(client: Client, practice: Practice):
    client.get(address(practice))
    looks = who_looked.read(practice.people["mara"], actor=practice.staff["ortiz"], at=now()).looks
    assert [look.action for look in looks] == ["people.print-chart"]
    for name in ("people:print", "people:print-pdf"):
        theirs = client.get(address(practice, name, "ines"))
        nobody = client.get(reverse(name, args=[practice.sites["main"]]))
        assert (theirs.status_code, nobody.status_code) == (404, 404)
        assert theirs.content == nobody.content


HOSTILE = (
    '"; } @page { background: url(http://127.0.0.1:9/a) } </style><img src="file:///etc/hostname"><script>1</script>'
)


def test_words_of_the_record_load_nothing_and_stay_words(
    client: Client, practice: Practice, monkeypatch: pytest.MonkeyPatch
):
    asked: list[str] = []
    closed = paper._closed

    def listening():
        fetcher = closed()
        answer = type(fetcher).fetch_url

        def fetch_url(self, url):
            asked.append(url)
            return answer(self, url)

        type(fetcher).fetch_url = fetch_url
        return fetcher

    monkeypatch.setattr(paper, "_closed", listening)
    stamp = Stamp(practice.staff["reyes"], now())
    people.revise_details(stamp, practice.people["mara"], family=HOSTILE[:200], preferred_name=HOSTILE[:60])
    problems.record_life_event(stamp, patient_id=practice.people["mara"], effective_at=now(), text=HOSTILE, on="2026")
    found = pages(client.get(address(practice)).content)
    assert "<script>" in " ".join(found), "it is printed as it is"
    assert asked
    assert {url for url in asked if not url.startswith("plait-font:")} == set()


def test_whatever_is_asked_for_beside_the_letters_is_nothing():
    closed = paper._closed()
    for url in ("http://127.0.0.1/", "https://example.org/a.png", "file:///etc/passwd", "ftp://x/", "/etc/passwd"):
        assert bytes(closed.fetch_url(url).get_content()) == b""


def test_the_letters_are_ours_and_the_paper_is_white(client: Client, practice: Practice):
    build(practice)
    client.cookies["theme"] = "dark"
    content = client.get(address(practice)).content
    fonts = set(re.findall(rb"/BaseFont\s*/\w+\+([\w-]+)", content)) or {b"in a compressed stream"}
    assert all(name.startswith((b"SourceSansPro", b"in a")) for name in fonts), fonts
    picture = bytes(pypdfium2.PdfDocument(content)[0].render(scale=0.5).buffer)
    assert picture[:3] == b"\xff\xff\xff"
    assert sum(picture) / len(picture) > 225, "mostly white"


def test_every_colour_of_the_paper_is_a_light_one_of_the_tokens():
    sheet = paper.sheet()
    assert not re.search(r"var\(--", sheet)
    assert "light-dark" not in sheet


def test_the_paper_draws_what_the_screen_draws():
    """Every class of the timeline that fills or strokes on the screen does so on paper, but for halos and touch."""
    screen = (paper.WEB / "static" / "css" / "timeline.css").read_text()
    drawing = screen[screen.index(".tl-svg {") : screen.index(".tl-tip {")]
    named = {name for name in re.findall(r"\.(tl-[a-z0-9-]+)", drawing) if name not in {"tl-svg", "tl-mark", "tl-told"}}
    assert {name for name in named if f".{name}" not in paper.sheet()} <= {"tl-touch", "tl-quiet-line"}


def test_where_there_is_no_renderer_the_page_says_what_to_do(
    client: Client, practice: Practice, monkeypatch: pytest.MonkeyPatch
):
    def none(*_args: object, **_more: object) -> bytes:
        raise paper.PaperUnavailable

    monkeypatch.setattr("plait.web.people.print_chart.pdf", none)
    answer = client.get(address(practice))
    assert answer.status_code == 503
    assert "Print the page itself" in answer.content.decode()
