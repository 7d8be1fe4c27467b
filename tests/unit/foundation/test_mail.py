"""The mail server's address is read strictly, what is wrong repeats no password, and the port tells three ends."""

from __future__ import annotations

import smtplib
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from plait.foundation import mail
from plait.foundation.mail import Mail

SENDER, ADDRESS = "plait@practice.example", "https://plait.practice.example"


def read(url: str, sender: str = SENDER, address: str = ADDRESS) -> tuple[Mail | None, str]:
    return mail.setting({"PLAIT_MAIL_URL": url, "PLAIT_MAIL_FROM": sender, "PLAIT_ADDRESS": address})


@pytest.mark.parametrize(
    ("url", "where", "user", "password"),
    [
        ("smtp://plait:p%40ss@mail.example:2525?tls=start", ("mail.example", 2525, "start"), "plait", "p@ss"),
        ("smtp://mail.example", ("mail.example", 587, "start"), "", ""),
        ("smtps://plait:hunter2@mail.example", ("mail.example", 465, "whole"), "plait", "hunter2"),
        ("smtp://127.0.0.1:25?tls=none", ("127.0.0.1", 25, "none"), "", ""),
    ],
)
def test_it_is_read(url: str, where: tuple[str, int, str], user: str, password: str):
    found, wrong = read(url)
    assert wrong == ""
    assert found is not None
    assert ((found.host, found.port, found.tls), found.user, found.password) == (where, user, password)
    assert password == "" or password not in repr(found)


@pytest.mark.parametrize(
    "url",
    [
        "http://plait:hunter2@mail.example",
        "smtp://plait:hunter2@mail.example?tls=none",
        "smtp://plait:hunter2@mail.example?tls=maybe",
        "smtp://plait:hunter2@mail.example?tls=start&x=1",
        "smtps://plait:hunter2@mail.example?tls=none",
        "smtp://plait:hunter2@mail.example:99999",
        "smtp://plait:hunter2@mail.example:0",
        "smtp://plait:hunter2@mail.example/box",
        "smtp://:hunter2@mail.example",
        "smtp://plait:hunter2@",
        "smtp://plait:hunter2@[mail.example",
        "smtp://plait:hunter2@mail.example?tls",
        "hunter2",
    ],
)
def test_what_is_wrong_is_said_without_the_password(url: str):
    found, wrong = read(url)
    assert found is None
    assert wrong.startswith("PLAIT_MAIL_URL")
    assert "hunter2" not in wrong


@pytest.mark.parametrize(
    ("sender", "address", "named"),
    [
        ("", ADDRESS, "PLAIT_MAIL_FROM"),
        ("Plait <plait@x.example>\nBcc: a@b.example", ADDRESS, "PLAIT_MAIL_FROM"),
        (SENDER, "", "PLAIT_ADDRESS"),
        (SENDER, "http://plait.practice.example", "PLAIT_ADDRESS"),
        (SENDER, "https://plait.practice.example/deep", "PLAIT_ADDRESS"),
    ],
)
def test_sender_and_address_belong_to_it(sender: str, address: str, named: str):
    found, wrong = read("smtp://mail.example", sender, address)
    assert (found, wrong.startswith(named)) == (None, True)


def test_without_it_mail_is_off_and_a_sender_alone_is_a_slip():
    assert mail.setting({}) == (None, "")
    assert mail.setting({"PLAIT_MAIL_FROM": SENDER})[1].startswith("PLAIT_MAIL_FROM")


@contextmanager
def server(*, after_data: bytes = b"250 taken\r\n", to: bytes = b"250 ok\r\n", greets: bool = True) -> Iterator[tuple]:
    """A mail server of a few lines on this machine: answers by the letter, keeps what it was told."""
    listening, told = socket.create_server(("127.0.0.1", 0)), []

    def talk() -> None:
        connection, _where = listening.accept()
        with connection, connection.makefile("rb") as lines:
            connection.sendall(b"220 here\r\n" if greets else b"")
            for line in lines if greets else ():
                told.append(line)
                word = line[:4].upper()
                if word == b"DATA":
                    connection.sendall(b"354 go on\r\n")
                    told.extend(iter(lines.readline, b".\r\n"))
                    connection.sendall(after_data)
                    if not after_data:
                        return
                elif word == b"QUIT":
                    connection.sendall(b"221 bye\r\n")
                    return
                else:
                    connection.sendall(to if word == b"RCPT" else b"250 ok\r\n")

    thread = threading.Thread(target=talk, daemon=True)
    thread.start()
    try:
        yield listening.getsockname()[1], told
    finally:
        thread.join(5)
        listening.close()


@pytest.fixture
def by_smtp(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.PRACTICE_NAME = "Willow Street"

    def use(port: int) -> None:
        settings.MAIL = Mail("127.0.0.1", port, "none", SENDER, ADDRESS)

    return use


def send() -> None:
    mail.send("mara@example.org", "A message", "Some questions: https://x/answer/abc/\n", name="message-1")


def test_one_true_conversation(by_smtp):
    with server() as (port, told):
        by_smtp(port)
        send()
    text = b"".join(told).decode()
    assert "rcpt TO:<mara@example.org>" in text
    assert "From: Willow Street <plait@practice.example>" in text
    assert "Message-ID: <message-1@plait.practice.example>" in text
    assert "Some questions: https://x/answer/abc/" in text


def test_an_address_that_is_not_taken_is_certainly_not_sent(by_smtp):
    with server(to=b"550 nobody of that name\r\n") as (port, _told):
        by_smtp(port)
        with pytest.raises(mail.NotSent) as no:
            send()
    assert (no.value.reason, no.value.code, no.value.again) == ("address", "550", False)


def test_a_full_server_is_tried_again(by_smtp):
    with server(after_data=b"452 full\r\n") as (port, _told):
        by_smtp(port)
        with pytest.raises(mail.NotSent) as no:
            send()
    assert (no.value.reason, no.value.again) == ("refused", True)


def test_a_server_that_breaks_off_while_it_takes_the_message_leaves_nobody_knowing(by_smtp):
    with server(after_data=b"") as (port, _told):
        by_smtp(port)
        with pytest.raises(mail.NobodyKnows):
            send()


def test_a_silent_server_holds_nobody_up(by_smtp, monkeypatch):
    monkeypatch.setattr(mail, "SECONDS", 0.2)
    listening = socket.create_server(("127.0.0.1", 0))
    by_smtp(listening.getsockname()[1])
    with pytest.raises(mail.NotSent) as no:
        send()
    listening.close()
    assert (no.value.reason, no.value.again) == ("no-answer", True)


def test_a_wrong_password_is_said_without_it(by_smtp, monkeypatch):
    def refuse(*_told: object) -> None:
        raise smtplib.SMTPAuthenticationError(535, b"no such user plait hunter2")

    monkeypatch.setattr("django.core.mail.backends.smtp.EmailBackend.open", refuse)
    by_smtp(1)
    with pytest.raises(mail.NotSent) as no:
        send()
    assert (no.value.reason, no.value.code, no.value.__cause__) == ("sign-in", "535", None)


def test_an_address_with_a_line_break_is_not_tried(settings):
    settings.MAIL = Mail("mail.example", 587, "start", SENDER, ADDRESS)
    with pytest.raises(mail.NotSent) as no:
        mail.send("mara@example.org\nBcc: x@y.example", "A message", "words", name="message-1")
    assert (no.value.reason, no.value.again) == ("address", False)


def test_in_the_demo_nothing_leaves(by_smtp, settings):
    by_smtp(1)
    settings.DEMO = True
    assert mail.state() == "demo"
    with pytest.raises(mail.NotSent, match="demo"):
        send()
