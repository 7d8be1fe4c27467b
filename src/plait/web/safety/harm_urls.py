"""Addresses of the risk path."""

from __future__ import annotations

from django.urls import path

from plait.web.safety import flag, flags, hand_over, roster, set_flag

urlpatterns = [
    path("safety/", flags.flags, name="list"),
    path("safety/flags/<uuid:flag_id>/", flag.flag, name="flag"),
    path("safety/flags/<uuid:flag_id>/acknowledge/", flag.acknowledge, name="acknowledge"),
    path("safety/flags/<uuid:flag_id>/contact/", flag.contact, name="contact"),
    path("safety/flags/<uuid:flag_id>/close/", flag.close, name="close"),
    path("safety/flags/<uuid:flag_id>/add/", flag.add, name="add"),
    path("safety/flags/<uuid:flag_id>/hand-over/", hand_over.hand_over, name="hand-over"),
    path("people/<uuid:patient_id>/harm/", flags.of_person, name="of-person"),
    path("people/<uuid:patient_id>/harm/flag/", set_flag.set_flag, name="set-flag"),
    path("people/<uuid:patient_id>/harm/usual/", flags.threshold, name="threshold"),
    path("people/<uuid:patient_id>/harm/usual/<uuid:thread>/end/", flags.threshold_end, name="threshold-end"),
    path("safety/roster/", roster.roster, name="roster"),
    path("safety/roster/hours/", roster.hours, name="roster-hours"),
    path("safety/roster/cover/", roster.cover, name="roster-cover"),
    path("safety/roster/clock/", roster.clock, name="roster-clock"),
    path("safety/roster/<uuid:thread>/end/", roster.withdraw, name="roster-withdraw"),
]
