"""Reaching other users' files by another spelling, bucket or verb."""

import uuid
from itertools import product
from typing import Any

import psycopg
import pytest
from storage3.exceptions import StorageApiError

from local.services import Address
from tests.access.files import BUCKETS, PNG, every_bucket, files, kept, names, raw
from tests.conftest import SignUp
from tests.people import Person
from tests.support import Connection, acting_as


@pytest.fixture(scope="module")
def me(sign_up: SignUp) -> Person:
    return sign_up()


@pytest.fixture(scope="module")
def thief(sign_up: SignUp) -> Person:
    return sign_up()


OTHER = {"plan-photos": "avatars", "avatars": "plan-photos"}

# Of names as Storage hands them to the database: none is in the thief's own folder.
SPELLINGS = {
    "theirs": "{them}/x.png",
    "up and over": "{me}/../{them}/x.png",
    "full-width dots": "\uff0e\uff0e/{them}/x.png",
    "two dots in one": "\u2025/{them}/x.png",
    "a full-width slash": "{me}\uff0f..\uff0f{them}/x.png",
    "a division slash": "{me}\u2215{them}/x.png",
    "a backslash": "{me}\\..\\{them}\\x.png",
    "a leading slash": "/{them}/x.png",
    "two slashes": "//{them}/x.png",
    "a space before": " {me}/x.png",
    "a zero-width space": "{me}\u200b/x.png",
    "a space behind": "{me} /x.png",
    "capitals": "{ME}/x.png",
    "braces": "{{{me}}}/x.png",
    "without hyphens": "{plain}/x.png",
    "no folder": "{me}",
    "nothing": "",
}


def spelled(spelling: str, thief: Person, them: Person) -> str:
    return SPELLINGS[spelling].format(
        me=thief.id, them=them.id, ME=thief.id.upper(), plain=thief.id.replace("-", "")
    )


@pytest.mark.attack("files-17")
@pytest.mark.parametrize("spelling", SPELLINGS)
@every_bucket
def test_a_file_of_any_spelling_lands_in_ones_own_folder_or_nowhere(
    me: Person, thief: Person, sql: Connection, bucket: str, spelling: str
) -> None:
    """As the policies themselves see it, whatever the services in front of them make of a path."""
    name = spelled(spelling, thief, me)
    with pytest.raises(psycopg.errors.InsufficientPrivilege), acting_as(sql, thief.id):
        sql.execute("insert into storage.objects (bucket_id, name) values (%s, %s)", [bucket, name])


@pytest.mark.attack("files-18")
@pytest.mark.parametrize("spelling", SPELLINGS)
def test_a_file_of_ones_own_cant_be_renamed_out_of_the_folder(
    me: Person, thief: Person, sql: Connection, spelling: str
) -> None:
    path = kept(thief, "avatars")
    name = spelled(spelling, thief, me)
    with pytest.raises(psycopg.errors.InsufficientPrivilege), acting_as(sql, thief.id):
        sql.execute("update storage.objects set name = %s where name = %s", [name, path])
    assert path in names(sql, "avatars", thief.id)


@pytest.mark.attack("files-19")
@pytest.mark.parametrize("verb", ["move", "copy"])
@every_bucket
def test_another_bucket_is_no_way_round(  # noqa: PLR0913, PLR0917 - who takes what from where
    stack: Address, me: Person, thief: Person, sql: Connection, bucket: str, verb: str
) -> None:
    """Storage moves and copies between buckets; the policies of both hold."""
    path, before = kept(me, bucket), names(sql, OTHER[bucket], thief.id)
    body = {
        "bucketId": bucket,
        "sourceKey": path,
        "destinationBucket": OTHER[bucket],
        "destinationKey": f"{thief.id}/{uuid.uuid4()}.png",
    }
    answer = raw(stack, thief, "POST", verb, json=body)
    assert answer.status_code in (400, 403, 404)
    assert names(sql, OTHER[bucket], thief.id) == before
    assert files(me, bucket).download(path) == PNG


@pytest.mark.attack("files-20")
@pytest.mark.parametrize(
    "request_",
    [
        {"prefix": ""},
        {"prefix": "", "search": "png"},
        {"prefix": "%"},
        {"prefix": ".."},
        {"prefix": "{me}/../"},
    ],
    ids=str,
)
@every_bucket
def test_no_list_shows_files_of_others(
    stack: Address, me: Person, thief: Person, bucket: str, request_: dict[str, str]
) -> None:
    name = kept(me, bucket).partition("/")[2]
    body: dict[str, Any] = {key: value.format(me=me.id) for key, value in request_.items()}
    answer = raw(stack, thief, "POST", f"list/{bucket}", json=body | {"limit": 1000, "offset": 0})
    assert me.id not in answer.text
    assert name not in answer.text


@pytest.mark.attack("files-21")
@every_bucket
def test_of_several_links_at_once_none_is_to_anothers_file(me: Person, thief: Person, bucket: str) -> None:
    theirs, own = kept(me, bucket), kept(thief, bucket)
    try:
        links = files(thief, bucket).create_signed_urls([own, theirs], 60)
    except StorageApiError:
        return
    assert [link["path"] for link in links if link.get("signedURL")] == [own]


@pytest.mark.attack("files-22")
@every_bucket
def test_anothers_file_and_no_file_are_the_same(
    stack: Address, me: Person, thief: Person, bucket: str
) -> None:
    theirs = kept(me, bucket)
    nothing = f"{me.id}/{uuid.uuid4()}.png"
    for place, method in product(("", "authenticated/", "info/authenticated/"), ("GET", "HEAD", "PUT")):
        foreign, unknown = (
            raw(stack, thief, method, f"{place}{bucket}/{path}") for path in (theirs, nothing)
        )
        assert foreign.status_code == unknown.status_code >= 400
        assert foreign.text.replace(theirs, nothing) == unknown.text
    assert files(me, bucket).download(theirs) == PNG


@pytest.mark.attack("files-23")
@pytest.mark.parametrize(
    "statement",
    [
        "select * from storage.objects where name like %s",
        "update storage.objects set owner_id = auth.uid()::text where name like %s returning name",
        "delete from storage.objects where name like %s returning name",
    ],
)
def test_the_rows_of_files_are_as_closed_as_the_files(
    me: Person, thief: Person, sql: Connection, statement: str
) -> None:
    path = kept(me, "avatars")
    with acting_as(sql, thief.id) as connection:
        connection.execute("set local storage.allow_delete_query = 'true'")
        assert connection.execute(statement.encode(), [f"{me.id}%"]).fetchall() == []
    assert path in names(sql, "avatars", me.id)


@pytest.mark.attack("files-24")
def test_no_bucket_is_public_or_without_policies(sql: Connection) -> None:
    """A bucket that somebody adds has to be added here, with its attacks."""
    assert sql.execute(
        "select id, public from storage.buckets where id !~ '^(folders|pictures|open)$' order by id"
    ).fetchall() == [(bucket, False) for bucket in sorted(BUCKETS)]
