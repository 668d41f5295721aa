"""The content of a push and a mail."""

import json
from html.parser import HTMLParser
from uuid import UUID, uuid4

import pytest

from functions.dispatch_notifications.letter import Letters
from functions.dispatch_notifications.outbox import Message
from functions.dispatch_notifications.push import Push, cut
from functions.dispatch_notifications.resend import ResendSettings
from shared.ops.settings import SettingsError

pytestmark = pytest.mark.quick

ID = UUID("3f1f5b52-63a1-4b2c-9f3e-2a4a5f0f8a11")
LETTERS = Letters("Iron & Co <hello@example.com>", "https://app.example.com/settings?a=1&b=2")


def message(title: str = "Title", body: str = "Body", data: dict[str, object] | None = None) -> Message:
    return Message.model_validate(
        {
            "id": uuid4(), "user_id": ID, "device_id": ID, "attempt": 1, "address": "x", "sealed": None,
            "notification_id": ID, "type": "record", "title": title, "body": body, "data": data or {},
            "locale": "en",
        }
    )  # fmt: skip


class Words(HTMLParser):
    """The text, the tags and the links of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.text = ""
        self.tags: list[str] = []
        self.links: list[str | None] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.links += [value for name, value in attrs if name == "href"]

    def handle_data(self, data: str) -> None:
        self.text += data


def test_a_mail_says_what_the_notification_says() -> None:
    letter = LETTERS.write("New record", "You beat your best: Squat.", "en")
    assert (letter.subject, "You beat your best: Squat." in letter.text) == ("New record", True)
    assert "You beat your best: Squat." in Words(letter.html).text


def test_words_from_users_are_no_html() -> None:
    plain = Words(LETTERS.write("Title", "Body", "en").html).tags
    letter = LETTERS.write("<script>x</script>", '<a href="https://evil.example">$sender</a> & more', "en")
    page = Words(letter.html)
    assert page.tags == plain
    assert page.links == ["https://app.example.com/settings?a=1&b=2"]
    assert '<a href="https://evil.example">$sender</a> & more' in page.text


def test_a_subject_is_one_line() -> None:
    assert LETTERS.write("One\r\nBcc: all@example.com", "Body", "en").subject == "One Bcc: all@example.com"


@pytest.mark.parametrize(
    ("locale", "words"),
    [("en", "notification settings"), ("de", "Einstellungen"), ("es", "ajustes"), ("fr", "settings")],
)  # fmt: skip
def test_a_mail_tells_in_its_language_why_it_came(locale: str, words: str) -> None:
    letter = LETTERS.write("Title", "Body", locale)
    assert words in letter.text
    assert words in Words(letter.html).text


def test_the_same_notification_makes_the_same_mail() -> None:
    assert LETTERS.write("Title", "Body", "de") == LETTERS.write("Title", "Body", "de")


@pytest.mark.parametrize(
    ("url", "header"),
    [
        ("https://app.example.com/settings", "<https://app.example.com/settings>"),
        (None, "<mailto:hello@example.com?subject=unsubscribe>"),
    ],
)
def test_every_mail_can_be_unsubscribed_from(url: str | None, header: str) -> None:
    assert Letters("Iron & Co <hello@example.com>", url).unsubscribe == header


@pytest.mark.parametrize("text", ["", "short", "ä" * 150, "💪" * 75])
def test_a_text_that_fits_stays_whole(text: str) -> None:
    assert cut(text, 300) == text


@pytest.mark.parametrize(("letter", "kept"), [("a", 297), ("ä", 148), ("💪", 74)])
def test_a_text_is_cut_between_letters(letter: str, kept: int) -> None:
    """Three bytes of 300 are the ellipsis."""
    assert cut(letter * 400, 300) == letter * kept + "…"


def test_a_push_of_the_longest_words_fits() -> None:
    push = Push.of(message("💪" * 300, "💪" * 2000, {"name": "💪" * 400}))
    assert len(json.dumps([push.title, push.body, dict(push.data)], ensure_ascii=False).encode()) < 3500


def test_data_that_is_too_large_is_left_for_the_app_to_fetch() -> None:
    push = Push.of(message(data={"name": "x" * 3000}))
    assert push.data == {"type": "record", "notification_id": str(ID)}


def test_names_that_fcm_keeps_to_itself_are_left_out() -> None:
    push = Push.of(message(data={"from": "x", "gcm.y": 1, "google.z": 2, "type": "z", "value": 3}))
    assert push.data == {"value": 3, "type": "record", "notification_id": str(ID)}


@pytest.mark.attack("lines-7")
@pytest.mark.parametrize("sender", ["nobody", "A <a@b.example>\r\nBcc: c@d.example", "A <a b@c.example>"])
def test_a_sender_that_is_no_address_is_refused(sender: str) -> None:
    with pytest.raises(SettingsError, match="MAIL_FROM"):
        ResendSettings.from_environment({"MAIL_FROM": sender})
