"""trading's audit trail in MinIO: whoever has a password, root's as well, adds to it and changes nothing; its `helm test`."""

from __future__ import annotations

import http.server
import re
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

from tests.real.pods import eventually

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable, Iterator

    from tests.real.pods import Pod, Release

    Deploy = Callable[..., Release]

EVENT = "audit/2026/01/31/node-1-1.log.gz"
KEPT = "--set global.overrides.statefulset.volumeClaimTemplates.data.ephemeral=false"
STORE = "http://exchange-object-store:9000"


class Client:
    """A user of the object store, by MinIO's own client, from the pod that has it."""

    def __init__(self, store: Pod, user: str, key: str) -> None:
        password = store.release.value("exchange-object-store-credentials", key)
        self.variables = {f"MC_HOST_{user}": STORE.replace("//", f"//{user}:{password}@")}
        self.user, self.store = user, store

    def mc(self, *words: str) -> subprocess.CompletedProcess[str]:
        return self.store.processes["buckets"].exec("mc", *words, **self.variables)

    def writes(self, path: str, text: str) -> subprocess.CompletedProcess[str]:
        command = ("sh", "-c", 'printf %s "$TEXT" | mc pipe "$PLACE"')
        where = {"TEXT": text, "PLACE": f"{self.user}/{path}"}
        return self.store.processes["buckets"].exec(*command, **self.variables, **where)

    def versions(self, path: str) -> list[str]:
        """The newest first."""
        told = self.mc("ls", "--versions", "--json", f"{self.user}/{path}").stdout
        return [part.partition('"')[0] for part in told.split('"versionId":"')[1:]]


def stored(release: Release) -> Pod:
    """The object store, with what its companion makes in it."""
    store = release.pod("exchange-object-store").up()
    root = Client(store, "admin", "root-password")
    policies = lambda: root.mc("admin", "user", "info", "admin", "backup").stdout  # noqa: E731
    eventually(lambda: "PolicyName: backup" in policies(), 60, store.log)
    return store


def test_nobody_changes_what_is_in_the_audit_trail(deployed: Deploy) -> None:
    store = stored(deployed("trading", "dev", KEPT))
    root = Client(store, "admin", "root-password")
    audit, backup = Client(store, "audit", "audit-password"), Client(store, "backup", "backup-password")
    sealed = audit.writes(EVENT, "sold")
    assert sealed.returncode == 0, sealed.stderr + store.log()
    (first,) = root.versions(EVENT)

    # Who adds to it may not even read it; who keeps backups beside it does not get in.
    ours, theirs, roots = (f"{each.user}/{EVENT}" for each in (audit, backup, root))
    for client, words in (
        (audit, ("cat", ours)),
        (audit, ("rm", ours)),
        (audit, ("rm", "--version-id", first, ours)),
        (audit, ("retention", "clear", "--version-id", first, ours)),
        (backup, ("ls", "backup/audit")),
        (backup, ("cat", theirs)),
        (backup, ("rm", "--version-id", first, theirs)),
    ):
        refused = client.mc(*words)
        assert (refused.returncode, refused.stdout) == (1, ""), words
    assert backup.writes(EVENT, "bought").returncode == 1
    assert backup.writes("backup/databases", "dump").returncode == 0

    # Root may do everything else.
    for words in (
        ("rm", "--version-id", first, roots),
        ("rm", "--bypass", "--version-id", first, roots),
        ("retention", "clear", "--version-id", first, roots),
        ("retention", "set", "--bypass", "--version-id", first, "governance", "1d", roots),
        ("rb", "--force", "admin/audit"),
        ("version", "suspend", "admin/audit"),
    ):
        refused = root.mc(*words)
        told = refused.stdout + refused.stderr
        assert refused.returncode == 1, words
        assert re.search("WORM protected|cannot be suspended", told), told
    assert root.writes(EVENT, "bought").returncode == 0  # a version beside the first
    assert root.mc("rm", roots).returncode == 0  # hides both, and takes neither away
    store.kill()
    store = stored(store.release)
    root = Client(store, "admin", "root-password")
    assert root.mc("cat", "--version-id", first, roots).stdout == "sold"
    assert root.versions(EVENT)[-1] == first


@contextmanager
def vector(store: Pod) -> Iterator[list[bytes]]:
    """In place of Vector, which is not to be had: answers when the event is an object. What it was told."""
    node, told = store.release.node, []
    client = Client(store, "audit", "audit-password")

    class Events(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            told.append(self.rfile.read(int(self.headers["Content-Length"])))
            is_kept = client.writes(EVENT, told[-1].decode()).returncode == 0
            self.send_response(200 if is_kept else 503)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Nothing."""

    server = node.from_here(lambda: http.server.HTTPServer((node.gateway, 8080), Events))
    node.know("exchange-audit-log", node.gateway)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield told
    finally:
        server.shutdown()
        server.server_close()


def test_an_order_goes_through_trading(deployed: Deploy) -> None:
    release = deployed("trading", "dev")
    databases = [release.pod(f"exchange-{name}").up() for name in ("order-db", "trade-db")]
    store = stored(release)
    with vector(store) as told:
        test = release.job("exchange-first-order", "Job")
        code, log = test.run(120)
        assert code == 0, "\n".join(each.log() for each in (test, store, *databases))
    number = test.processes["order"].logs().split()[1]
    assert (
        test.processes["order"].logs() == f"order {number} is in both databases and read at their replicas\n"
    )
    assert log == "the audit trail has its event\n"
    assert [each.sql("select count(*) from pg_largeobject_metadata") for each in databases] == ["0", "0"]
    event = f'{{"job":"first-order","event":"helm test: nothing was traded","order":"{number}"}}'
    assert told == [event.encode()]
    root = Client(store, "admin", "root-password")
    assert root.mc("cat", f"admin/{EVENT}").stdout == event
