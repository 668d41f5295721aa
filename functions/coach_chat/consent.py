"""Whether a message agrees: a large change is applied only with the user's consent."""

import re

from functions.coach_chat.language import plain

_AGREES = re.compile(
    r"\b(?:yes|yep|yeah|yup|sure|ok|okay|apply|accept|agreed?|go ahead|do (?:it|that|this)|please do"
    r"|sounds good|make it so|confirm(?:ed)?|fine by me|works for me|perfect|great idea|go for it"
    r"|ja|jo|klar|mach(?:e|en)?(?: (?:das|es|mal))?|anwenden|einverstanden|passt|bestatige|gerne"
    r"|in ordnung|\Asi|vale|claro|hazlo|dale|aplica(?:lo|r)?|de acuerdo|acepto|adelante"
    r"|perfecto|confirmo)\b"
)
_DECLINES = re.compile(
    r"\b(?:no|not|don t|do not|never|wait|stop|cancel|undo|later|rather"
    r"|nein|nicht|nie|warte|stopp|abbrechen|spater|lieber|kein|keine"
    r"|nunca|espera|cancela|tampoco|luego|mejor no)\b"
)


def agrees(message: str) -> bool:
    """Return whether a message says yes and nothing that contradicts it."""
    said = plain(message)
    return bool(_AGREES.search(said)) and not _DECLINES.search(said)
