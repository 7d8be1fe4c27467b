"""A person is registered once; and where they are here twice all the same, the two records are read as one, until
somebody finds out that they are two people after all.
"""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.test_signing_in import SitDown


@pytest.mark.journey
def test_somebody_who_may_be_here_already_is_shown_before_they_are_registered(sit_down: SitDown) -> None:
    cole = sit_down("Sam Cole")
    cole.page.goto("/people/")
    cole.hand.follow("Register a person")
    cole.hand.press("Register")
    expect(cole.problem).to_contain_text("Write at least one name.")
    cole.hand.write("Given name", "Mara")
    cole.hand.write("Family name", "Lindqvist-Berg")
    cole.hand.write("Birth date", "1992-05-02")
    cole.hand.press("Register")

    expect(cole.main).to_contain_text("Nothing was written yet.")
    expect(cole.main).to_contain_text("Very likely the same person: the same given name; a part of the family name")
    row = cole.main.get_by_role("row").filter(has_text="Family name")
    expect(row).to_contain_text("differs")
    cole.hand.press("Register as another person")
    expect(cole.problem).to_contain_text("Say how you know")
    cole.hand.write("How do you know that this is another person?", "Her aunt came along.")
    cole.hand.press("Register as another person")
    cole.says("Mara Lindqvist-Berg is registered with the number")
    expect(cole.find("Lindqvist").get_by_role("listitem")).to_have_count(2)


@pytest.mark.journey
def test_two_records_are_merged_read_as_one_and_separated_again(sit_down: SitDown) -> None:
    cole = sit_down("Sam Cole")
    cole.page.goto("/people/register/")
    cole.hand.write("Given name", "Maja")
    cole.hand.write("Family name", "Lindkvist")
    cole.hand.write("Phone", "646 555 0171")
    cole.hand.tick("Chidi Okafor, PMHNP, prescriber", group="Who will treat them")
    cole.hand.press("Register")
    cole.says("Maja Lindkvist is registered")
    okafor = sit_down("Chidi Okafor, PMHNP")
    okafor.open_chart("Maja Lindkvist")
    old_address = okafor.page.url

    cole.hand.follow("Is this person here twice? Merge two records")
    cole.hand.write("Or find the other record by name, birth date or number", "Mara Lindqvist")
    cole.hand.press("Find", within=cole.main)
    cole.hand.press_on(cole.main.get_by_role("link", name=re.compile("Mara Lindqvist")).first)
    expect(cole.main).to_contain_text("from now on they see what stands on both records")
    cole.hand.press("Merge the two records")
    expect(cole.problem).to_be_visible()
    cole.hand.press_on(cole.main.get_by_role("radio", name=re.compile("^Mara Lindqvist, ")))
    cole.hand.write("How do you know that these are one person?", "She showed both cards.")
    cole.hand.press("Merge the two records")
    cole.says("The two records are read as one from now on.")
    expect(cole.page.get_by_role("heading", level=1)).to_have_text("Mara Lindqvist")
    expect(cole.main).to_contain_text("646 555 0171")

    okafor.page.goto(old_address)
    expect(okafor.page.get_by_role("heading", level=1)).to_have_text("Mara Lindqvist")
    expect(okafor.find("Maja Lindkvist")).to_contain_text("Mara Lindqvist")

    cole.hand.press_on(cole.main.get_by_role("link", name=re.compile("^Undo this merge")))
    cole.hand.write("How do you know that these are two people?", "She has a sister.")
    cole.hand.press("Undo the merge")
    cole.says("The records stand on their own again.")
    okafor.page.goto(old_address)
    expect(okafor.page.get_by_role("heading", level=1)).to_have_text("Maja Lindkvist")
    expect(okafor.find("Mara Lindqvist")).to_contain_text("Nobody of yours matches")


@pytest.mark.wide
@pytest.mark.journey
def test_of_two_who_revise_at_once_the_second_is_told_and_loses_nothing(sit_down: SitDown) -> None:
    cole, ortiz = sit_down("Sam Cole"), sit_down("Dr. Jon Ortiz")
    cole.hand.press_on(cole.find("Mara Lindqvist").get_by_role("link", name="Mara Lindqvist"))
    cole.hand.follow("Revise details")
    ortiz.open_chart("Mara Lindqvist")
    ortiz.tab("Contact and team")
    ortiz.hand.follow("Revise details")
    cole.hand.write("Family name", "Keller")
    cole.hand.press("Save this revision")
    cole.says("The details were revised.")
    ortiz.hand.write("Name they go by", "Maja")
    ortiz.hand.press("Save this revision")
    expect(ortiz.problem).to_contain_text("Somebody else revised these details while you did.")
    expect(ortiz.main).to_contain_text("Family name: Lindqvist → Keller")
    expect(ortiz.main.get_by_label("Family name")).to_have_value("Keller")
    ortiz.hand.press("Save this revision")
    ortiz.says("The details were revised.")
    expect(ortiz.page.get_by_role("heading", level=1)).to_contain_text("Mara Keller")
