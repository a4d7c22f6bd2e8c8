"""trading's object store, the real one: nobody changes the audit trail, and what it acknowledged is there after a loss of power."""

from __future__ import annotations

import re
import subprocess
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from tests import tools
from tests.real.certificates import certified
from tests.real.pods import eventually

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.real.pods import Pod, Release

    Deploy = Callable[..., Release]

USERS = {
    "admin": "root-password",
    "audit": "audit-password",
    "reader": "reader-password",
    "backup": "backup-password",
}
EVENT = "an event that nobody may change"


class Answer(NamedTuple):
    code: int
    headers: str
    text: str


def ask(store: Pod, user: str, method: str, what: str, body: str = "", *headers: str) -> Answer:
    """What the store answers a user of its; curl signs as Amazon's documentation says it."""
    password = store.release.value("exchange-objects-credentials", USERS[user])
    command = [
        "curl",
        "--silent",
        "--aws-sigv4",
        "aws:amz:us-east-1:s3",
        "--user",
        f"{user}:{password}",
        "--request",
        method,
    ]
    for header in ("x-amz-content-sha256: UNSIGNED-PAYLOAD", *headers):
        command += ["--header", header]
    scheme = "https" if "exchange-objects-tls/tls.crt" in store.release.secrets else "http"
    command += [
        "--insecure",
        "--data-binary",
        body,
        "--max-time",
        "30",
        "--include",
        f"{scheme}://{store.address}:9000/{what}",
    ]
    told = subprocess.run(
        ["ip", "netns", "exec", store.release.node.name, *command], capture_output=True, text=True, check=False
    )  # fmt: skip
    head, _, text = told.stdout.removeprefix("HTTP/1.1 100 Continue\n\n").partition("\n\n")
    return Answer(int(head.split()[1]) if head else 0, head, text)


def put(store: Pod, name: str, text: str) -> str:
    """The version that it is now; empty where it was not acknowledged."""
    answer = ask(store, "audit", "PUT", f"audit/{name}", text)
    found = re.search(r"(?i)x-amz-version-id: (\S+)", answer.headers)
    return found[1] if answer.code == 200 and found else ""


def date(after: timedelta) -> str:
    return (datetime.now(UTC) + after).strftime("%Y-%m-%dT%H:%M:%SZ")


def retention(mode: str, until: timedelta) -> str:
    return f"<Retention><Mode>{mode}</Mode><RetainUntilDate>{date(until)}</RetainUntilDate></Retention>"


def programs_get_along_with(store: Pod) -> None:
    """As docs/architecture.md says: restic keeps backups, rclone reads the trail, and copies another one's into it."""
    release = store.release
    address = f"http://{store.address}:9000"
    folder = release.folder / "old"
    (folder / "2025").mkdir(parents=True)
    (folder / "2025" / "event").write_text(EVENT)

    def run(user: str, program: str, *arguments: str) -> str:
        password = release.value("exchange-objects-credentials", USERS[user])
        variables = {
            "HOME": str(release.folder),
            "AWS_ACCESS_KEY_ID": user,
            "AWS_SECRET_ACCESS_KEY": password,
            "RESTIC_REPOSITORY": f"s3:{address}/backup",
            "RESTIC_PASSWORD": "x",
            "RCLONE_S3_PROVIDER": "SeaweedFS",
            "RCLONE_S3_ENV_AUTH": "true",
            "RCLONE_S3_ENDPOINT": address,
        }
        given = [f"{name}={value}" for name, value in variables.items()]
        return release.node.run("env", *given, str(tools.find(program)), *arguments)

    run("backup", "restic", "init", "--quiet")
    for _ in range(2):
        run("backup", "restic", "backup", "--quiet", "--host", "exchange", str(folder))
    run("backup", "restic", "forget", "--quiet", "--keep-last", "1", "--prune")
    assert "no errors were found" in run("backup", "restic", "check", "--read-data")
    only_add = ("--no-check-dest", "--s3-no-head", "--s3-no-check-bucket")
    for _ in range(2):
        run("audit", "rclone", "copy", str(folder), ":s3:audit", *only_add)
    found = run(
        "reader", "rclone", "lsf", "--recursive", "--files-only", "--s3-versions", ":s3:audit"
    ).split()
    assert [name[:10] for name in found if "/" in name] == ["2025/event"] * 2
    assert run("reader", "rclone", "cat", ":s3:audit/2025/event") == EVENT


def test_nobody_changes_the_audit_trail(deployed: Deploy) -> None:
    release = deployed("trading", "test", "--set objects.replicaCount=1")
    store = release.pod("exchange-objects").up()
    version = put(store, "event", EVENT)
    assert version, store.log()
    this = f"versionId={version}"
    kept = ask(store, "reader", "GET", f"audit/event?retention=&{this}")
    assert "<Mode>COMPLIANCE</Mode>" in kept.text
    assert re.search(r"[\d-]{10}T", kept.text)[0][:10] == f"{datetime.now(UTC) + timedelta(days=1):%Y-%m-%d}"

    bypass = "x-amz-bypass-governance-retention: true"
    one = f"<Delete><Object><Key>event</Key><VersionId>{version}</VersionId></Object></Delete>"
    tries = {
        "delete it": ("DELETE", f"audit/event?{this}"),
        "delete it past the lock": ("DELETE", f"audit/event?{this}", "", bypass),
        "delete it among others": ("POST", "audit?delete=", one),
        "shorten it": ("PUT", f"audit/event?retention=&{this}", retention("COMPLIANCE", timedelta(hours=1))),
        "end it": ("PUT", f"audit/event?retention=&{this}", "<Retention/>", bypass),
        "weaken it": ("PUT", f"audit/event?retention=&{this}", retention("GOVERNANCE", timedelta(days=2)), bypass),
        "delete the bucket": ("DELETE", "audit"),
        "keep no versions": ("PUT", "audit?versioning=", "<VersioningConfiguration><Status>Suspended</Status></VersioningConfiguration>"),
    }  # fmt: skip
    for user in USERS:
        for name, what in tries.items():
            answer = ask(store, user, *what)
            refused = answer.code >= 400 or "<Error>" in answer.text
            assert refused, f"{user} may {name}: {answer}"
    # What the writer and the reader may not even try; the admin hides it (a delete marker), and it is there as before.
    for user in ("audit", "reader", "backup"):
        assert ask(store, user, "DELETE", "audit/event").code == 403
    for user in ("reader", "backup"):
        assert ask(store, user, "PUT", "audit/event", "another").code == 403
    short = [
        "x-amz-object-lock-mode: COMPLIANCE",
        f"x-amz-object-lock-retain-until-date: {date(timedelta(minutes=1))}",
    ]
    assert ask(store, "audit", "PUT", "audit/short", "for a minute", *short).code == 403
    assert ask(store, "audit", "GET", f"audit/event?{this}").code == 403  # it adds, and reads nothing
    again = put(store, "event", "another")
    assert again not in ("", version)  # beside it, not in its place
    assert ask(store, "admin", "DELETE", "audit/event").code == 204
    assert ask(store, "reader", "GET", f"audit/event?{this}").text == EVENT
    assert ask(store, "reader", "GET", f"audit/event?retention=&{this}").text == kept.text
    assert EVENT.encode() not in b"".join(
        file.read_bytes() for file in release.claim(store.claims["data"]).rglob("*") if file.is_file()
    )
    # The ways around S3: nothing of what members say each other is answered to anybody by HTTP.
    for port, what in ((9333, "col/delete?collection=audit"), (8888, "buckets/audit/?recursive=true")):
        told = subprocess.run(
            ["ip", "netns", "exec", release.node.name, "curl", "--silent", "--request", "DELETE", "--write-out", "%{http_code}",
             "--output", "/dev/null", f"http://{store.address}:{port}/{what}"],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert told.stdout == "404"
    assert "SeaweedFS_s3_request_total" in release.node.run(
        "curl", "--silent", f"http://{store.address}:9327/metrics"
    )
    programs_get_along_with(store)


def test_what_the_store_acknowledged_outlives_a_loss_of_power(deployed: Deploy) -> None:
    """Its lock as well, whenever the script that makes it is killed."""
    release = deployed("trading", "test", "--set objects.replicaCount=1")
    store = release.pod("exchange-objects")
    store.start()
    for _ in range(3):  # while the server starts, and between its answers
        eventually(lambda: store.processes["buckets"].runs)
        store.processes["buckets"].kill()
        store.begin_sidecar("buckets")
    store.ready()
    acknowledged = []
    with ThreadPoolExecutor(1) as threads:
        adding = threads.submit(
            lambda: [
                (name, version)
                for name in map(str, range(200))
                if (version := put(store, name, f"event {name}"))
            ]
        )
        eventually(lambda: ask(store, "reader", "GET", "audit/20").code == 200)
        store.kill()
        acknowledged = adding.result()
    assert 20 < len(acknowledged) < 200
    store = release.pod("exchange-objects").up()
    found = {
        name: ask(store, "reader", "GET", f"audit/{name}?versionId={version}").text
        for name, version in acknowledged
    }
    assert found == {name: f"event {name}" for name, _ in acknowledged}
    assert ask(store, "admin", "DELETE", "audit/{}?versionId={}".format(*acknowledged[-1])).code == 403
    lock = ask(store, "reader", "GET", "audit?object-lock=").text
    assert "<Mode>COMPLIANCE</Mode><Days>1</Days>" in lock


def test_the_object_store_takes_and_gives_while_one_of_its_members_is_away(deployed: Deploy) -> None:
    """With TLS, as in production: members show each other their certificates."""
    release = deployed("trading", "test", "--set objects.tls.enabled=true")
    certified(release, "exchange-objects")
    members = [release.pod("exchange-objects", number) for number in range(3)]
    for member in members:
        member.start()
    for member in members:
        member.ready(restarts=5)  # a new member ends where the one that it asks first is not up yet
    before = {name: put(members[1], name, f"event {name}") for name in ("a", "b", "c")}
    assert all(before.values()), members[1].log()
    members[0].kill()
    eventually(lambda: put(members[1], "without", "taken while one is away"), 60, members[1].log)
    wanted = {**{name: f"event {name}" for name in before}, "without": "taken while one is away"}

    def read() -> dict[str, str]:
        return {name: ask(members[2], "reader", "GET", f"audit/{name}").text for name in wanted}

    eventually(lambda: read() == wanted, 60, members[2].log)
    back = release.pod("exchange-objects", 0)
    back.start()
    back.ready(restarts=5)
    eventually(lambda: ask(back, "reader", "GET", "audit/without").text == wanted["without"], 60, back.log)
