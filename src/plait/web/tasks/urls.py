"""Addresses of the task screens."""

from __future__ import annotations

from django.urls import path

from plait.web.tasks import tasks

app_name = "tasks"
urlpatterns = [
    path("tasks/", tasks.tasks, name="list"),
    path("tasks/<uuid:task_id>/close/", tasks.close, name="close"),
]
