"""Form fields, error summary and the other tags: accessible, escaped, in the same words in both places."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from django import forms
from django.template import Context, Template, TemplateSyntaxError
from django.test import RequestFactory

from plait.clinical.finding import Answer, NotChecked
from plait.web.components.gallery import EXAMPLES
from plait.web.site import failures
from plait.web.site.preferences import preferences, set_preferences


class Form(forms.Form):
    dose = forms.DecimalField(label="Dose", help_text="Each time", widget=forms.TextInput)
    when = forms.ChoiceField(label="When", widget=forms.RadioSelect, choices=[("a", "morning"), ("b", "night")])
    note = forms.CharField(label="Note", required=False)
    agreed = forms.BooleanField(label="Agreed")

    def clean(self) -> None:
        self.add_error(None, "Someone changed this order")


def render(source: str, **context: object) -> str:
    return Template("{% load plait %}" + source).render(Context(context))


def test_field_ties_hint_and_error_to_its_control() -> None:
    html = render("{% field form.dose unit='mg' %}", form=Form({"dose": "<b>many</b>"}))
    assert '<label for="id_dose">' in html
    assert 'aria-describedby="id_dose_hint id_dose_error"' in html
    assert 'id="id_dose_hint"' in html
    assert 'id="id_dose_error"' in html
    assert 'aria-invalid="true"' in html
    assert "&lt;b&gt;many&lt;/b&gt;" in html  # what was typed stays, and stays text
    assert '<span class="unit">mg</span>' in html


def test_choices_are_a_group_with_a_name() -> None:
    html = render("{% field form.when %}", form=Form({}))
    assert "<fieldset" in html
    assert "<legend>When" in html
    assert html.count('type="radio"') == 2


def test_optional_fields_say_so_and_others_do_not() -> None:
    assert "(optional)" in render("{% field form.note %}", form=Form())
    assert "(optional)" not in render("{% field form.dose %}{% field form.agreed %}", form=Form())


def test_summary_and_field_use_the_same_words_and_lead_to_the_field() -> None:
    form = Form({})
    summary = render("{% error_summary form %}", form=form)
    for words, target in (
        ("Dose: fill this in", "#id_dose"),
        ("When: choose one", "#id_when_0"),
        ("Agreed: tick this to go on", "#id_agreed"),
    ):
        assert f'<a href="{target}">{words}</a>' in summary
        assert words in render("{% fields form %}", form=form)
    assert "Someone changed this order" in summary


def test_no_summary_without_errors() -> None:
    assert "There is a problem" not in render("{% error_summary form %}", form=Form())


def test_unknown_strand_and_tone_are_refused() -> None:
    with pytest.raises(TemplateSyntaxError):
        render("{% card strand='blue' %}{% endcard %}")
    with pytest.raises(TemplateSyntaxError):
        render("{% notice tone='pink' %}{% endnotice %}")


def test_block_tags_escape_what_stands_in_them() -> None:
    assert "&lt;script&gt;" in render("{% card title=x %}{{ x }}{% endcard %}", x="<script>")


def test_silence_is_never_safety() -> None:
    assert "not proof of safety" in render("{% answer a %}", a=Answer())
    html = render("{% answer a %}", a=Answer((), (NotChecked("QT interval", "no ECG", "an ECG"),)))
    assert "Not checked" in html
    assert "found nothing" not in html


def test_pagination_keeps_the_rest_of_the_address() -> None:
    page = SimpleNamespace(
        has_previous=lambda: True,
        has_next=lambda: True,
        previous_page_number=lambda: 1,
        next_page_number=lambda: 3,
        has_other_pages=True,
        number=2,
        paginator=SimpleNamespace(num_pages=3),
    )
    html = render(
        "{% pagination page %}", page=page, request=RequestFactory().get("/people", {"q": "a&b", "page": "2"})
    )
    assert 'href="?q=a%26b&amp;page=3"' in html


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.name)
def test_every_example_renders(example: object) -> None:
    from django.template.loader import render_to_string

    assert render_to_string(f"components/examples/{example.name}.html", example.context()).strip()


@pytest.mark.hazard("H-033")
@pytest.mark.parametrize(
    ("view", "status"),
    [
        ("not_found", 404),
        ("forbidden", 403),
        ("form_expired", 403),
        ("bad_request", 400),
        ("failed", 500),
        ("unavailable", 503),
    ],
)
def test_error_pages_need_nothing_and_offer_help(view: str, status: int) -> None:
    response = getattr(failures, view)(RequestFactory().get("/anything"))
    assert response.status_code == status
    assert b'href="/help-now"' in response.content


def test_not_found_is_the_same_for_every_address() -> None:
    ask = RequestFactory()
    mine, nobodys = failures.not_found(ask.get("/people/1")), failures.not_found(ask.get("/nothing", {"a": "b"}))
    assert mine.content == nobodys.content
    assert mine.headers == nobodys.headers


def test_preferences_live_in_a_cookie_and_never_lead_elsewhere() -> None:
    ask = RequestFactory()
    response = set_preferences(ask.post("/preferences", {"theme": "dark", "next": "https://evil.example/"}))
    assert response["Location"] == "/"
    (name,) = response.cookies
    request = ask.get("/")
    request.COOKIES[name] = "dark"
    assert preferences(request)["theme"] == "dark"
    request.COOKIES[name] = '"><script>'
    assert preferences(request)["theme"] == ""
    assert set_preferences(ask.post("/preferences", {"theme": "system"})).cookies[name]["max-age"] == 0
