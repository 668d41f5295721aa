"""The requests that the providers take, and nothing more: an unknown field is refused, as they do.

https://firebase.google.com/docs/reference/fcm/rest/v1/projects.messages
https://docs.expo.dev/push-notifications/sending-notifications/#message-request-format
https://resend.com/docs/api-reference/emails/send-email
"""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, JsonValue


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, populate_by_name=True)


class FcmNotification(_Strict):
    title: str
    body: str


class AndroidNotification(_Strict):
    tag: str


class Android(_Strict):
    ttl: Annotated[str, Field(pattern=r"^[0-9]+(\.[0-9]{1,9})?s$")]
    priority: Literal["NORMAL", "HIGH"]
    notification: AndroidNotification


class Apns(_Strict):
    headers: dict[str, str]
    payload: dict[str, JsonValue]


class FcmMessage(_Strict):
    token: str
    notification: FcmNotification
    data: dict[str, str]
    android: Android
    apns: Apns


class FcmRequest(_Strict):
    message: FcmMessage


class ExpoMessage(_Strict):
    to: Annotated[str, Field(pattern=r"^(ExponentPushToken|ExpoPushToken)\[.+\]$")]
    title: str
    body: str
    data: dict[str, JsonValue]
    ttl: Annotated[int, Field(ge=0)]
    priority: Literal["default", "normal", "high"]
    sound: Literal["default"]


class ExpoReceipts(_Strict):
    ids: Annotated[list[str], Field(max_length=1000)]


class Mail(_Strict):
    sender: Annotated[str, Field(alias="from", pattern=r"^([^<>\r\n]+ <)?[^\s<>]+@[^\s<>]+>?$")]
    to: Annotated[list[Annotated[str, Field(pattern=r"^[^\s<>@]+@[^\s<>@]+$")]], Field(max_length=50)]
    subject: Annotated[str, Field(pattern=r"^[^\r\n]+$")]
    html: str
    text: str
    headers: dict[str, Annotated[str, Field(pattern=r"^[^\r\n]*$")]]
