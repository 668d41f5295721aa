"""Pictures: in their owner's folder of a private bucket, inaccessible to others."""

import uuid

import psycopg
import pytest
from storage3.exceptions import StorageApiError

from local.services import Address
from tests.access.files import BUCKETS, DENIED, PNG, every_bucket, files, kept, names, put, raw
from tests.conftest import SignUp
from tests.people import Person
from tests.support import Connection, acting_as


@pytest.fixture(scope="module")
def me(sign_up: SignUp) -> Person:
    return sign_up()


@pytest.fixture(scope="module")
def thief(sign_up: SignUp) -> Person:
    return sign_up()


@every_bucket
def test_a_picture_of_ones_own_can_be_kept_seen_listed_replaced_and_deleted(me: Person, bucket: str) -> None:
    path = kept(me, bucket)
    folder, _, name = path.partition("/")
    assert files(me, bucket).download(path) == PNG
    assert name in [found["name"].rpartition("/")[2] for found in files(me, bucket).list(folder)]
    files(me, bucket).update(path, PNG + b"2", {"content-type": "image/png"})
    assert files(me, bucket).download(path) == PNG + b"2"
    files(me, bucket).remove([path])
    with pytest.raises(StorageApiError, match=r"[Nn]ot.?found"):
        files(me, bucket).download(path)


def test_a_picture_can_lie_in_a_folder_of_the_folder(me: Person) -> None:
    put(me, "plan-photos", f"{me.id}/2026/11/plan.png")


@pytest.mark.parametrize("kind", ["image/png", "image/jpeg", "image/webp", "image/heic"])
def test_the_kinds_of_pictures_that_the_model_reads(me: Person, kind: str) -> None:
    put(me, "plan-photos", f"{me.id}/{uuid.uuid4()}", kind=kind)


@pytest.mark.attack("files-1")
@every_bucket
def test_anothers_picture_cant_be_read(me: Person, thief: Person, bucket: str) -> None:
    with pytest.raises(StorageApiError, match=DENIED):
        files(thief, bucket).download(kept(me, bucket))


@pytest.mark.attack("files-2")
@every_bucket
def test_anothers_picture_cant_be_made_a_link(me: Person, thief: Person, bucket: str) -> None:
    with pytest.raises(StorageApiError, match=DENIED):
        files(thief, bucket).create_signed_url(kept(me, bucket), 60)


@pytest.mark.attack("files-3")
@every_bucket
def test_anothers_folder_looks_empty(me: Person, thief: Person, bucket: str) -> None:
    kept(me, bucket)
    assert files(thief, bucket).list(me.id) == []


@pytest.mark.attack("files-4")
@every_bucket
def test_nothing_can_be_put_into_anothers_folder(
    me: Person, thief: Person, sql: Connection, bucket: str
) -> None:
    before = names(sql, bucket, me.id)
    with pytest.raises(StorageApiError, match=DENIED):
        put(thief, bucket, f"{me.id}/planted.png")
    assert names(sql, bucket, me.id) == before


@pytest.mark.attack("files-5")
@every_bucket
def test_anothers_picture_cant_be_replaced(me: Person, thief: Person, bucket: str) -> None:
    path = kept(me, bucket)
    with pytest.raises(StorageApiError, match=DENIED):
        files(thief, bucket).update(path, b"mine", {"content-type": "image/png", "upsert": "true"})
    assert files(me, bucket).download(path) == PNG


@pytest.mark.attack("files-6")
@every_bucket
def test_anothers_picture_cant_be_deleted(me: Person, thief: Person, bucket: str) -> None:
    path = kept(me, bucket)
    assert files(thief, bucket).remove([path]) == []
    assert files(me, bucket).download(path) == PNG


@pytest.mark.attack("files-7")
@every_bucket
@pytest.mark.parametrize("verb", ["move", "copy"])
def test_anothers_picture_cant_be_fetched_into_ones_own_folder(
    me: Person, thief: Person, bucket: str, verb: str
) -> None:
    path = kept(me, bucket)
    with pytest.raises(StorageApiError, match=DENIED):
        getattr(files(thief, bucket), verb)(path, f"{thief.id}/{uuid.uuid4()}.png")
    assert files(me, bucket).download(path) == PNG


@pytest.mark.attack("files-25")
@every_bucket
@pytest.mark.parametrize("upsert", ["false", "true"])
def test_no_upload_is_signed_in_advance(stack: Address, me: Person, bucket: str, upsert: str) -> None:
    """Such a URL would need no account, and no room in its budget, when it is used."""
    for path in (kept(me, bucket), f"{me.id}/{uuid.uuid4()}.png"):
        answer = raw(stack, me, "POST", f"upload/sign/{bucket}/{path}", {"x-upsert": upsert})
        assert answer.status_code in (400, 403), answer.text
        assert "token" not in answer.text
    # What is signed is the right to read.
    json = {"content-type": "application/json"}
    answer = raw(stack, me, "POST", f"sign/{bucket}/{kept(me, bucket)}", json, json={"expiresIn": 60})
    assert answer.status_code == 200, answer.text


@pytest.mark.attack("files-25")
@every_bucket
@pytest.mark.parametrize(
    "statement",
    [
        "insert into storage.objects (bucket_id, name) values (%(bucket)s, %(me)s || '/new.png')",
        "update storage.objects set version = '1' where name = %(path)s",
    ],
)
def test_the_database_itself_lets_no_upload_be_signed(
    me: Person, sql: Connection, bucket: str, statement: str
) -> None:
    """As hosted Storage asks: whether the row could be written, by the name of what it is asked for."""
    values = {"bucket": bucket, "me": me.id, "path": kept(me, bucket)}

    def write(operation: str) -> int:
        with sql.transaction(force_rollback=True), acting_as(sql, me.id):
            sql.execute("select set_config('storage.operation', %s, true)", [operation])
            return sql.execute(statement.encode(), values).rowcount

    for operation in ("storage.object.sign_upload_url", "object.sign_upload_url"):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            write(operation)
    for operation in ("", "storage.object.upload", "storage.tus.upload.create", "storage.s3.upload"):
        assert write(operation) == 1


@pytest.mark.attack("files-8")
@every_bucket
@pytest.mark.parametrize("verb", ["move", "copy"])
def test_ones_own_picture_cant_be_pushed_into_anothers_folder(
    me: Person, thief: Person, sql: Connection, bucket: str, verb: str
) -> None:
    before = names(sql, bucket, me.id)
    with pytest.raises(StorageApiError, match=DENIED):
        getattr(files(thief, bucket), verb)(kept(thief, bucket), f"{me.id}/{uuid.uuid4()}.png")
    assert names(sql, bucket, me.id) == before


@pytest.mark.attack("files-9")
@every_bucket
@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "DELETE"])
def test_without_a_token_there_is_no_way_in(stack: Address, me: Person, bucket: str, method: str) -> None:
    path = kept(me, bucket)
    body = PNG if method in ("POST", "PUT") else None
    answer = raw(stack, None, method, f"{bucket}/{path}", content=body)
    assert answer.status_code in (400, 401, 403, 404)
    assert files(me, bucket).download(path) == PNG


@pytest.mark.attack("files-10")
@every_bucket
def test_a_private_bucket_has_no_public_address(stack: Address, me: Person, bucket: str) -> None:
    path = kept(me, bucket)
    assert raw(stack, None, "GET", f"public/{bucket}/{path}").status_code in (400, 404)


@pytest.mark.attack("files-11")
@pytest.mark.parametrize(
    "spelling",
    [
        "{me}/../{them}/x.png",
        "{me}/%2e%2e/{them}/x.png",
        "{me}%2f..%2f{them}%2fx.png",
        "{me}/./../{them}/x.png",
    ],
)
def test_no_spelling_of_a_path_leads_out_of_the_folder(
    stack: Address, me: Person, thief: Person, sql: Connection, spelling: str
) -> None:
    before = names(sql, "plan-photos", me.id)
    path = spelling.format(me=thief.id, them=me.id)
    assert raw(stack, thief, "POST", f"plan-photos/{path}", content=PNG).status_code in (400, 403)
    assert names(sql, "plan-photos", me.id) == before


@pytest.mark.attack("files-12")
@every_bucket
@pytest.mark.parametrize(
    "spelling", ["{me}/../{them}/{name}", "{me}/%2e%2e/{them}/{name}", "{me}%2f..%2f{them}/{name}"]
)
def test_no_spelling_of_a_path_reads_anothers_picture(
    stack: Address, me: Person, thief: Person, bucket: str, spelling: str
) -> None:
    name = kept(me, bucket).partition("/")[2]
    path = spelling.format(me=thief.id, them=me.id, name=name)
    answer = raw(stack, thief, "GET", f"{bucket}/{path}")
    assert answer.status_code in (400, 404)
    assert PNG not in answer.content


@pytest.mark.attack("files-13")
@every_bucket
@pytest.mark.parametrize("path", ["face.png", "{other}x/face.png", "/face.png"])
def test_what_is_in_no_folder_of_ones_own_is_refused(
    me: Person, sql: Connection, bucket: str, path: str
) -> None:
    before = sql.execute("select count(*) from storage.objects").fetchone()
    with pytest.raises(StorageApiError):
        put(me, bucket, path.format(other=me.id))
    assert sql.execute("select count(*) from storage.objects").fetchone() == before


@pytest.mark.attack("files-14")
@every_bucket
@pytest.mark.parametrize(
    "kind", ["text/html", "image/svg+xml", "application/pdf", "application/octet-stream"]
)
def test_what_is_no_picture_is_refused(me: Person, bucket: str, kind: str) -> None:
    with pytest.raises(StorageApiError, match="mime type") as refusal:
        put(me, bucket, f"{me.id}/page", b"<script>", kind)
    assert str(refusal.value.status) == "415"


@every_bucket
def test_a_picture_that_is_too_large_is_refused(me: Person, bucket: str) -> None:
    with pytest.raises(StorageApiError, match="maximum allowed size") as refusal:
        put(me, bucket, f"{me.id}/{uuid.uuid4()}.png", bytes(BUCKETS[bucket] + 1))
    assert str(refusal.value.status) == "413"


@every_bucket
def test_the_buckets_are_private_and_bounded(sql: Connection, bucket: str) -> None:
    row = sql.execute(
        "select public, file_size_limit, allowed_mime_types from storage.buckets where id = %s", [bucket]
    ).fetchone()
    assert row == (False, BUCKETS[bucket], ["image/png", "image/jpeg", "image/webp", "image/heic"])


@pytest.mark.attack("files-15")
def test_nobody_makes_or_opens_a_bucket(me: Person, sql: Connection) -> None:
    with pytest.raises(StorageApiError):
        me.client.storage.create_bucket("open", options={"public": True})
    with pytest.raises(StorageApiError):
        me.client.storage.update_bucket("avatars", options={"public": True})
    found = sql.execute("select id, public from storage.buckets order by 1").fetchall()
    assert ("avatars", False) in found
    assert "open" not in [row[0] for row in found]


@pytest.mark.attack("files-16")
@every_bucket
@pytest.mark.parametrize("path", ["{me}/../x.png", "{me}/./x.png", "{me}/a//x.png", "{me}/", "{me}/a/.."])
def test_the_database_itself_takes_no_such_name(me: Person, sql: Connection, bucket: str, path: str) -> None:
    """Whatever came past the services in front of it."""
    with pytest.raises(psycopg.errors.InsufficientPrivilege), acting_as(sql, me.id):
        sql.execute(
            "insert into storage.objects (bucket_id, name) values (%s, %s)", [bucket, path.format(me=me.id)]
        )
