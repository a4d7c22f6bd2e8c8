"""Who connects to PostgreSQL is not the superuser: what each role may, in new databases and in those that were there before."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pytest

from tests.real.pods import eventually
from tests.real.test_replicas import DATA, DATABASE, SMALL

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.real.pods import Pod, Release

    Deploy = Callable[..., Release]

SECRET = "letters-and-digits"
# As the blueprint was: the application's role was the superuser.
EARLIER = (
    f"{SMALL} --set order-db.roles.enabled=false --set order-db.exporter.enabled=false --set order-db.env.POSTGRES_USER=app"
    " --set order-db.env.POSTGRES_PASSWORD.credentialsOf=order-db"
)


class Answer(NamedTuple):
    code: int
    told: str


def asked(pod: Pod, user: str, query: str, password: str = SECRET) -> Answer:
    """As somebody who comes over the network."""
    address = ["psql", "-h", pod.address, "-U", user, "-d", "app", "-XAtqc", query]
    done = pod.main.exec(*address, PGPASSWORD=password, PGOPTIONS="")
    return Answer(done.returncode, (done.stdout + done.stderr).strip())


def may(pod: Pod, user: str, query: str) -> bool:
    answer = asked(pod, user, query)
    refusals = ("permission denied", "must be owner", "must be superuser or have privileges")
    assert answer.code == 0 or any(words in answer.told for words in refusals), answer
    return answer.code == 0


def each_role_does_its_work(primary: Pod, replica: Pod) -> None:
    """Where the table orders is, and nothing else that is named here."""
    assert primary.sql("select rolname from pg_roles where rolsuper") == "postgres"
    assert asked(primary, "postgres", "select 1").code == 2, "the superuser comes over no network"

    assert may(primary, "owner", "create schema sales; create table sales.items (id serial, what text)")
    assert may(primary, "owner", "create table later (id int)")
    for table in ("orders", "later", "sales.items (what)"):
        value = "'a thing'" if "what" in table else "1"
        assert may(primary, "app", f"insert into {table} values ({value})")
        assert not may(primary, "reader", f"insert into {table} values ({value})")
    for name in ("orders", "later", "sales.items"):
        assert may(primary, "app", f"update {name} set id = id; delete from {name} where id is null")
        assert may(primary, "reader", f"select * from {name}")
        assert not may(primary, "app", f"drop table {name}")
        assert not may(primary, "replicator", f"select * from {name}")
    assert may(primary, "app", "create temporary table scratch (id int)")
    for user in ("app", "reader", "replicator"):
        assert not may(primary, user, "create table mine (id int)")
        assert not may(primary, user, "create role mine")
        assert not may(primary, user, "select * from pg_authid")
        assert not may(primary, user, "copy orders to program 'true'")
    assert not may(primary, "owner", "copy orders to program 'true'")
    assert not may(primary, "owner", "alter system set work_mem = '1MB'")
    eventually(lambda: asked(replica, "reader", "select count(*) > 0 from later") == Answer(0, "t"), 60)
    assert replica.sql("select usename from pg_stat_replication") == ""
    follows_as_replicator(primary)


def follows_as_replicator(primary: Pod, user: str = "") -> None:
    """A replica is ready while it looks for its primary again, every five seconds."""
    asks = "select usename from pg_stat_replication"
    eventually(lambda: primary.sql(asks, user=user) == "replicator", 60, primary.log)


def test_a_new_database_has_its_roles_and_keeps_them(deployed: Deploy) -> None:
    release = deployed("microservices", "prod", SMALL)
    primary = release.pod(DATABASE).up()
    primary.sql("create table orders (id int)", user="owner")
    replica = release.pod(DATABASE, 1).up()
    each_role_does_its_work(primary, replica)
    code, log = release.job(f"{DATABASE}-backup").run()
    assert code == 0, log
    primary.main.kill()
    primary.restart().ready()
    assert may(primary, "app", "insert into later values (2)")
    lines = primary.path(f"{DATA}/pg_hba.conf").read_text().splitlines()
    assert lines.count("host all postgres all reject") == 1


def test_a_database_of_an_earlier_version_gets_them_pod_by_pod(deployed: Deploy) -> None:
    """The replicas first, as a StatefulSet does it; what there was is the owner's, and nothing of it is lost."""
    earlier = deployed("microservices", "prod", EARLIER)
    primary = earlier.pod(DATABASE).up()
    for statement in (
        "create table orders (id serial); insert into orders default values",
        "create schema old; create type old.colour as enum ('red'); create table old.paint (colour old.colour)",
        "create view old.seen as select * from orders; create materialized view old.kept as select * from orders",
        "create function old.answer() returns int language sql as 'select 42'; create sequence old.numbers",
        "create extension citext; create domain old.word as citext",
        "select lo_from_bytea(4711, 'a receipt')",
    ):
        primary.sql(statement)
    replica = earlier.pod(DATABASE, 1).up()
    replica.main.stop()

    release = deployed("microservices", "prod", SMALL)
    replica = release.pod(DATABASE, 1).up()
    follows_as_replicator(primary, "app")
    primary.main.stop()
    for _ in range(2):
        primary = release.pod(DATABASE).up()
        assert asked(primary, "app", "select id, old.answer() from orders") == Answer(0, "1|42")
        assert asked(primary, "app", "select convert_from(lo_get(4711), 'UTF8')") == Answer(0, "a receipt")
        assert may(primary, "owner", "alter table old.paint add column if not exists shade int")
        assert may(primary, "app", "insert into old.paint values ('red'); select nextval('old.numbers')")
        theirs = "select relname from pg_class where relowner = 10 and oid >= 16384 and relnamespace <> 'pg_toast'::regnamespace"
        assert primary.sql(theirs) == ""
        eventually(lambda: replica.is_("readiness"), 60, replica.log)
        primary.main.stop()
    primary = release.pod(DATABASE).up()
    primary.sql("drop schema old cascade", user="owner")
    each_role_does_its_work(primary, replica)


@pytest.mark.parametrize("user", ["app", "owner", "reader", "replicator"])
def test_a_new_password_is_a_secret_and_a_restart(deployed: Deploy, user: str) -> None:
    """As docs/architecture.md says: ALTER ROLE in the pod, the Secret, a restart of those that read it; the old one is worth nothing."""
    release = deployed("microservices", "prod", SMALL)
    primary = release.pod(DATABASE).up()
    replica = release.pod(DATABASE, 1).up()
    primary.sql(f"alter role {user} password 'anew'")
    key = "password" if user == "app" else f"{user}-password"
    release.secrets[f"{DATABASE}-credentials/{key}"] = "anew"
    for _ in range(2):
        assert asked(primary, user, "select 1", "anew") == Answer(0, "1")
        assert asked(primary, user, "select 1").code == 2
        replica.main.stop()
        replica = release.pod(DATABASE, 1).up()
        primary.main.stop()
        primary = release.pod(DATABASE).up()
    eventually(lambda: replica.is_("readiness"), 60, replica.log)
    follows_as_replicator(primary)
