"""Addresses of the decision aid, in English and under /es/. No address says what was asked or answered."""

from __future__ import annotations

from plait.web.intake import sheet, start
from plait.web.intake.answer import answer
from plait.web.site.languages import both

app_name = "intake"
urlpatterns = [
    *both("aid", start.start, "start"),
    *both("aid/<int:number>", answer, "page"),
    *both("aid/sheet", sheet.sheet, "sheet"),
    *both("aid/sheet/download", sheet.download, "download"),
    *both("aid/sheet/hand-over", sheet.hand_over, "hand-over"),
    *both("aid/forget", sheet.forget, "forget"),
    *both("aid/about", start.about, "about"),
]
