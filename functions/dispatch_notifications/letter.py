"""The content of a mail: the notification's text in our own frame, as HTML and as text."""

from dataclasses import dataclass
from email.utils import parseaddr
from html import escape
from urllib.parse import quote

from functions.dispatch_notifications.templates import HTML, TEXT

# Why the user gets this, and how to stop it. German uses du, Spanish tú, as the notifications do.
_FOOTERS = {
    "en": ("You get this mail because of your notification settings.", "Change what is mailed to you"),
    "de": (
        "Du bekommst diese Mail wegen deiner Einstellungen für Benachrichtigungen.",
        "Ändere, was dir gemailt wird",
    ),
    "es": (
        "Recibes este correo por tus ajustes de notificaciones.",
        "Cambia lo que te enviamos por correo",
    ),
}


@dataclass(frozen=True, slots=True)
class Letter:
    """One mail."""

    subject: str
    html: str
    text: str


class Letters:
    """Writes mails from one sender. The same notification always gives the same mail."""

    def __init__(self, sender: str, settings_url: str | None) -> None:
        self.sender = sender
        self._name, self._address = parseaddr(sender)
        self._link = settings_url or f"mailto:{quote(self._address, safe='@')}?subject=unsubscribe"

    @property
    def unsubscribe(self) -> str:
        """The List-Unsubscribe header (RFC 2369): the page, or a mail to the sender."""
        return f"<{self._link}>"

    def write(self, title: str, body: str, locale: str) -> Letter:
        """Return the mail; a locale without its own footer gets the English one."""
        language = locale if locale in _FOOTERS else "en"
        reason, change = _FOOTERS[language]
        words = {
            "locale": language,
            "sender": self._name or self._address.rpartition("@")[2],
            "title": title,
            "body": body,
            "reason": reason,
            "change": change,
            "url": self._link,
        }
        return Letter(
            # A subject is one line.
            subject=" ".join(title.split()),
            html=HTML.substitute({name: escape(text) for name, text in words.items()}),
            text=TEXT.substitute(words),
        )
