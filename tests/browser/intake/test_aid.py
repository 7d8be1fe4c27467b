"""From the home to the sheet, help one tap away when it is needed, and a sheet that arrives."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from plait.web.contact.ask_form import LEAST_SECONDS
from tests.browser import looks_right
from tests.browser.hand import Hand
from tests.browser.look import FIRST, Look
from tests.browser.practice import Practice
from tests.browser.test_signing_in import SitDown

PHONE = {"width": 360, "height": 780}
MOST = 50
LOW = {
    "age": ("26 to 64",),
    "bothers": ("I feel low, or I enjoy nothing",),
    "main": ("I feel low, or I enjoy nothing",),
    "since": ("3 months to 2 years",),
    "in-the-way": ("A lot",),
    "tried": ("Nothing yet",),
}
# Pages that do not look like the others: axe looks at one of each.
LOOKED_AT = {"bothers", "phq-9", "values", "certainty", "What could help, side by side", "Does it work?"}


class Reader:
    """Somebody who reads the aid and answers; calmly, unless told otherwise."""

    def __init__(
        self, page: Page, look: Look, axe: Callable[[Page], None], answers: dict[str, tuple[str, ...]]
    ) -> None:
        """In `make test` on a phone."""
        self.page, self.look, self.axe, self.answers = page, look, axe, answers
        self.hand = Hand(page, keyboard=look.keyboard)
        if look == FIRST:
            page.set_viewport_size(PHONE)  # type: ignore[arg-type]

    def question(self) -> str:
        """The id of the question, or the heading of a page that asks nothing."""
        expect(self.page.locator("h1")).to_have_count(1)  # it stands after the field that names the question
        asked = self.page.locator("input[name=page]")
        return (asked.get_attribute("value") if asked.count() else "") or self.page.locator("h1").inner_text()

    def fit(self) -> None:
        """This page can be read by everybody."""
        assert looks_right.unnamed(self.page) + looks_right.too_wide(self.page) == []
        self.axe(self.page)
        self.page.evaluate("scrollTo(0, 0)")

    def choose(self, name: str) -> None:
        """Answer a question, not yet sending it."""
        words = self.answers.get(name)
        main = self.page.locator("main")
        if words:
            for one in words:
                self.tick(main.locator("label", has_text=re.compile(rf"^{re.escape(one)}$")).locator("input"))
        elif name in {"values", "certainty"}:
            for group in main.locator("fieldset").all():
                self.tick(group.get_by_role("radio").first)
        elif not main.get_by_role("button", name="I'd rather not say").count():
            self.tick(
                main.get_by_label(re.compile("^(No|None of these|None|Nothing comes to mind|I do not know yet)$")).first
            )

    def tick(self, box: Locator) -> None:
        """Tick it, as this hand does."""
        if not self.hand.keyboard:
            box.check()
            return
        self.hand.walk_to(box, nearly="wanted => document.activeElement?.name === wanted.name")
        for _ in range(MOST):
            if box.evaluate("wanted => document.activeElement === wanted"):
                break
            self.page.keyboard.press("ArrowDown" if box.get_attribute("type") == "radio" else "Tab")
        if not box.is_checked():
            self.page.keyboard.press("Space")
        expect(box).to_be_checked()

    def until(self, wanted: str) -> None:
        """Answer and go on until a page."""
        for _ in range(MOST):
            name = self.question()
            if name in LOOKED_AT:
                self.fit()
            if name == wanted:
                return
            self.onward(name)
        raise AssertionError(f"{wanted} was never reached; we stand at {self.page.url}")

    def onward(self, name: str) -> None:
        """Answer this page, and wait for the next."""
        here = self.page.url
        skip = self.page.get_by_role("button", name="I'd rather not say")
        if self.page.locator("input[name=page]").count():
            self.choose(name)
            leave_open = skip.count() and name not in self.answers and name != "values"
            button = skip if leave_open else self.page.get_by_role("button", name="Next", exact=True)
        else:
            button = self.page.locator("main a.btn.main")
        self.hand.press_on(button)
        expect(self.page).not_to_have_url(here)


@pytest.mark.journey(by_keyboard=True)
def test_from_the_home_by_the_guide_through_the_aid_to_a_sheet(
    page: Page, practice: Practice, look: Look, axe: Callable[[Page], None]
) -> None:
    reader = Reader(page, look, axe, LOW)
    page.goto("/")
    reader.hand.press_on(page.get_by_role("link", name=re.compile("^See them side by side")).first)
    reader.hand.press_on(page.get_by_role("link", name=re.compile("^Help me think it through")).first)
    expect(page.get_by_role("heading", level=1)).to_have_text("Medication, therapy, or both?")
    reader.fit()
    practice.lose_database()  # from here on nothing needs it
    reader.hand.follow("Begin")
    reader.until("values")
    reader.onward("values")
    expect(page.get_by_role("heading", level=1)).to_have_text("How the choices fit what you said")
    expect(page.locator(".aid-placed").first).to_contain_text("matters a lot to you")
    reader.fit()
    reader.until("Your sheet to bring along")
    reader.fit()
    sheet = page.locator(".aid-sheet")
    expect(sheet).to_contain_text("What bothers me: I feel low, or I enjoy nothing")
    expect(sheet).to_contain_text("What I want to ask")
    with page.expect_download() as got:
        reader.hand.follow("Download the sheet")
    assert got.value.suggested_filename == "my-notes.html"
    assert "I feel low, or I enjoy nothing" in got.value.path().read_text(encoding="utf-8")
    reader.hand.press("Forget my answers")
    expect(page.get_by_text("Your answers are forgotten")).to_be_visible()
    page.go_back()
    expect(page.get_by_text("Please begin again")).to_be_visible()


@pytest.mark.hazard("H-147")
@pytest.mark.journey
def test_a_sign_of_danger_on_the_third_question_reaches_help_in_one_tap(
    page: Page, look: Look, axe: Callable[[Page], None]
) -> None:
    thoughts = {**LOW, "self-harm": ("I think about killing or hurting myself",)}
    reader = Reader(page, look, axe, thoughts)
    page.goto("/aid/1")
    reader.until("self-harm")
    expect(page).to_have_url(re.compile(r"/aid/3$"))
    reader.onward("self-harm")
    expect(page).to_have_url(re.compile(r"/aid/4$"))
    reader.fit()
    call = page.locator("main").get_by_role("link", name="Call 988 Free, day and night.")
    expect(call).to_have_attribute("href", "tel:988")
    box = call.bounding_box()
    assert box is not None
    height = page.viewport_size["height"] if page.viewport_size else 0
    assert box["y"] + box["height"] < height - 60, "it stands on the first screen, above the bar at the foot"
    assert box["height"] >= 44
    expect(page.locator("main")).to_contain_text("You chose: “I think about killing or hurting myself”")
    reader.hand.press("Go on with the questions")
    expect(page.locator("main")).to_contain_text("Do you think about hurting somebody else?")
    reader.fit()
    reader.hand.follow("Get help now")
    expect(page).to_have_url(re.compile(r"/help-now"))
    expect(page.get_by_role("link", name=re.compile("988")).first).to_be_visible()


@pytest.mark.journey(without_javascript=False)
def test_a_sheet_is_handed_over_and_arrives_with_who_answers(
    page: Page, sit_down: SitDown, look: Look, axe: Callable[[Page], None]
) -> None:
    reader = Reader(page, look, axe, {**LOW, "self-harm": ("I think about killing or hurting myself",)})
    page.goto("/aid/1")
    reader.until("self-harm")
    reader.onward("self-harm")
    reader.hand.press("Go on with the questions")
    reader.until("Your sheet to bring along")
    reader.hand.press("Look at what we would get")
    expect(page.locator(".contact-sheet")).to_contain_text("I feel low, or I enjoy nothing")
    agreed = page.get_by_label("Yes, hand over these lines from my sheet")
    expect(agreed).not_to_be_checked()
    hand = reader.hand
    hand.tick("No", group="Are you or is somebody else in danger now?")
    hand.tick("For me", group="Who is it for?")
    hand.tick("I am not sure", group="What do you look for?")
    hand.write("Your name", "Robin Vale")
    hand.write("Phone", "+1 212 555 0177")
    hand.tick("English", group="Which language should we speak?")
    agreed.check()
    page.get_by_label("Yes, you may keep this and contact me").check()
    page.wait_for_timeout(1000 * LEAST_SECONDS + 500)  # what is sent faster is taken for a machine's
    hand.press("Send")
    expect(page.get_by_role("heading", level=1)).to_have_text("We have your request")
    assert [one for one in page.context.cookies() if "_aid" in one["name"]] == []

    desk = sit_down("Sam Cole")
    desk.page.goto("/tasks/")
    desk.hand.follow("Who asked for contact")
    line = desk.page.locator("li", has_text="Robin Vale")
    expect(line).to_contain_text("with a sheet")
    expect(line).to_contain_text("call now")
    desk.hand.follow("Robin Vale")
    expect(desk.main).to_contain_text("A sheet was handed over")
    expect(desk.main).not_to_contain_text("I feel low, or I enjoy nothing")  # clinicians read it, on the chart
    expect(desk.main).to_contain_text("Call now, and hand it to a clinician")


@pytest.mark.wide
def test_every_page_of_the_aid_is_fit_to_be_read_in_spanish_and_dark(
    new_browser: Callable[..., BrowserContext], axe: Callable[[Page], None]
) -> None:
    page = new_browser(color_scheme="dark", viewport=PHONE).new_page()
    page.goto("/es/aid/1")
    for _ in range(MOST):
        axe(page)
        assert looks_right.unnamed(page) + looks_right.too_wide(page) == []
        if page.url.endswith("/sheet"):
            break
        if page.locator("button[value=seen]").count():
            page.locator("button[value=seen]").click()
            continue
        groups = {box.get_attribute("name") for box in page.locator("main input[type=radio]").all()}
        for name in sorted(str(one) for one in groups):
            page.locator(f"main input[name='{name}']").nth(1).check()
        boxes = page.locator("main input[type=checkbox]")
        if boxes.count():
            boxes.nth(1).check()
        page.locator("main .btn.main").first.click()
    assert page.url.endswith("/es/aid/sheet")
    expect(page.locator("html")).to_have_attribute("lang", "es")
