"""Pictures: the model transcribes them, rules read that, and nobody can read another user's."""

import asyncio
import base64
import uuid

import httpx
import pytest

from functions.import_plan.pictures import BUCKET, kind_of
from local.services import Address
from shared.data.files import Files
from shared.http.problems import ProblemError
from shared.http.tokens import Caller
from shared.ops.deadline import Deadline
from shared.ops.settings import Settings
from tests.fakes.gemini.server import LocalGemini
from tests.functions.import_plan.plans import (
    FUNCTION,
    PICTURES,
    PNG,
    in_storage,
    inline,
    kept,
    refusal,
    transcript,
    week,
)
from tests.functions.members import Member, NewMember

LINES = ("Day 1: Legs", "Squat 5x5 @ 100 kg", "Leg press 3x12", "Signed by Coach Zed")
LEGS = [("Day 1: Legs", [("Barbell Back Squat", 5, "5"), ("Leg Press", 3, "12")])]


@pytest.mark.parametrize("kind", PICTURES)
def test_a_picture_in_the_request_becomes_a_plan(member: Member, gemini: LocalGemini, kind: str) -> None:
    gemini.script(transcript(*LINES))
    assert week(member.ask(FUNCTION, inline(PICTURES[kind], kind))) == LEGS


@pytest.mark.parametrize("kind", PICTURES)
def test_a_picture_in_storage_becomes_a_plan(member: Member, gemini: LocalGemini, kind: str) -> None:
    gemini.script(transcript(*LINES))
    path = kept(member, PICTURES[kind], kind)
    assert week(member.ask(FUNCTION, in_storage(path, kind))) == LEGS


def test_the_model_gets_the_picture_as_it_is(member: Member, gemini: LocalGemini) -> None:
    gemini.script(transcript(*LINES))
    picture = PNG + bytes(range(256))
    member.ask(FUNCTION, in_storage(kept(member, picture)))
    parts = [part for turn in gemini.generations[0].contents for part in turn["parts"]]
    [blob] = [part["inlineData"] for part in parts if "inlineData" in part]
    assert blob["mimeType"] == "image/png"
    assert base64.urlsafe_b64decode(blob["data"].replace("+", "-").replace("/", "_")) == picture


def test_a_picture_is_told_as_the_models_reading(member: Member, gemini: LocalGemini) -> None:
    gemini.script(transcript(*LINES))
    body = member.ask(FUNCTION, inline()).json()
    [origin] = member.rows("plan_origins")
    assert {line["engine"] for line in body["matched"]} == {"gemini"}
    assert [line["quote"] for line in body["unmatched"]] == [LINES[3]]
    assert (origin["engine"], origin["request"]["source"]) == ("gemini", "picture")
    assert member.used("import_plan") == 1


def test_both_alphabets_of_base64_are_read(member: Member, gemini: LocalGemini) -> None:
    gemini.script(transcript(*LINES).always())
    picture = PNG + b"\xfb\xff\xfe" * 8
    for data in (base64.b64encode(picture), base64.urlsafe_b64encode(picture).rstrip(b"=")):
        request = {"image": {"mime_type": "image/png", "data": data.decode()}}
        assert member.ask(FUNCTION, request).status_code == 201


def test_a_picture_without_a_plan_stores_nothing(member: Member, gemini: LocalGemini) -> None:
    gemini.script(transcript())
    assert refusal(member.ask(FUNCTION, inline())) == (422, "invalid")
    assert (member.rows("workout_plans"), member.used("import_plan")) == ([], 0)


def test_without_consent_no_picture_leaves(new_member: NewMember, gemini: LocalGemini) -> None:
    member = new_member(consents=False)
    assert refusal(member.ask(FUNCTION, inline())) == (409, "conflict")
    assert gemini.requests == []


@pytest.mark.parametrize(
    "data", [b" ", b"<svg onload=alert(1)>", b"GIF89a" + bytes(64), b"%PDF-1.7", b"\x89PNG"]
)
def test_bytes_that_are_no_picture_are_refused(member: Member, gemini: LocalGemini, data: bytes) -> None:
    request = {"image": {"mime_type": "image/png", "data": base64.b64encode(data).decode()}}
    assert refusal(member.ask(FUNCTION, request)) == (415, "unsupported_media_type")
    assert gemini.requests == []


def test_a_file_in_storage_that_is_no_picture_is_refused(member: Member, gemini: LocalGemini) -> None:
    path = kept(member, b"<html>", "image/png")
    assert refusal(member.ask(FUNCTION, in_storage(path))) == (415, "unsupported_media_type")
    assert gemini.requests == []


def test_a_picture_of_another_kind_than_said_is_refused(member: Member) -> None:
    answer = member.ask(FUNCTION, inline(PICTURES["image/jpeg"], "image/png"))
    assert refusal(answer) == (422, "invalid")
    assert answer.json()["errors"][0]["field"] == "image.mime_type"


@pytest.mark.parametrize("data", ["!!!!", "iVBORw0KGgo=AAAA", "iVBOR", "ïVBO", "\x00\x00\x00\x00"])
def test_what_is_no_base64_is_refused(member: Member, data: str) -> None:
    answer = member.ask(FUNCTION, {"image": {"mime_type": "image/png", "data": data}})
    assert refusal(answer) == (422, "invalid")
    assert answer.json()["errors"][0]["field"] == "image.data"


def test_a_picture_of_another_user_is_not_there(new_member: NewMember, gemini: LocalGemini) -> None:
    me, other = new_member(), new_member()
    theirs = kept(other)
    absent = me.ask(FUNCTION, in_storage(f"{me.id}/absent.png")).json()
    answer = me.ask(FUNCTION, in_storage(theirs))
    assert refusal(answer) == (404, "not_found")
    # Nothing tells a file of somebody else from one that isn't there.
    assert answer.json()["detail"] == absent["detail"]
    assert gemini.requests == []


@pytest.mark.parametrize(
    "path",
    [
        "{me}/../{other}/week.png",
        "{me}/%2e%2e/{other}/week.png",
        "{me}/..%2f{other}%2fweek.png",
        "{me}/./week.png",
        "{me}//week.png",
        "/{other}/week.png",
        "{me}",
        "{me}/",
        "{other}",
        "../plan-photos/{other}/week.png",
        "{me}/../../avatars/{other}/week.png",
        "{me}\\..\\{other}\\week.png",
        "{me}/week.png?x=/../{other}",
        "{me}/\u202e.png",
        "{me}/\n{other}",
    ],
)
def test_no_path_leads_out_of_ones_folder(new_member: NewMember, gemini: LocalGemini, path: str) -> None:
    me, other = new_member(), new_member()
    kept(other)
    answer = me.ask(FUNCTION, in_storage(path.format(me=me.id, other=other.id)))
    assert refusal(answer) == (404, "not_found")
    assert gemini.requests == []


def test_a_deleted_picture_is_not_there(member: Member) -> None:
    path = kept(member)
    member.person.client.storage.from_("plan-photos").remove([path])
    assert refusal(member.ask(FUNCTION, in_storage(path))) == (404, "not_found")


def test_a_name_with_odd_letters_is_found(member: Member, gemini: LocalGemini) -> None:
    gemini.script(transcript(*LINES))
    path = kept(member, name="my plan (1) & 50%+ möre.png")
    assert member.ask(FUNCTION, in_storage(path)).status_code == 201


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        *((data, kind) for kind, data in PICTURES.items()),
        # Apple writes mif1 or heic first, and the other among the compatible brands.
        (b"\x00\x00\x00\x18ftypmif1\x00\x00\x00\x00mif1heic", "image/heic"),
        (b"\x00\x00\x00\x18ftypheix\x00\x00\x00\x00mif1heix", "image/heic"),
        # Other files of the same family: AVIF, MP4, QuickTime, HEIF with another codec.
        (b"\x00\x00\x00\x1cftypavif\x00\x00\x00\x00mif1miafavif", None),
        (b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom", None),
        (b"\x00\x00\x00\x14ftypqt  \x00\x00\x00\x00qt  heic", None),
        (b"RIFF\x24\x00\x00\x00WAVEfmt ", None),
        (b"BM\x36\x00", None),
        (b"", None),
        (b"\x00\x00\x00\x18ftyp", None),
    ],
)
def test_the_first_bytes_say_what_a_file_is(data: bytes, kind: str | None) -> None:
    assert kind_of(data) == kind


def test_a_download_ends_where_it_gets_too_large(member: Member, stack: Address) -> None:
    settings = Settings.model_validate(
        {
            "supabase_url": stack.url,
            "supabase_publishable_key": stack.publishable_key,
            "supabase_secret_key": stack.secret_key,
        }
    )
    path = kept(member, PNG + bytes(1000 - len(PNG)))

    async def download(most_bytes: int) -> bytes:
        async with httpx.AsyncClient() as http:
            caller = Caller(uuid.UUID(member.id), member.person.access_token)
            return await Files(settings, http, Deadline(10), caller).download(BUCKET, path, most_bytes)

    assert len(asyncio.run(download(1000))) == 1000
    with pytest.raises(ProblemError, match="too_large"):
        asyncio.run(download(999))
