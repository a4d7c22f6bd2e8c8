"""Certificates that were renewed are served, as soon as the kubelet has put them there."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING

from tests.real.pods import eventually

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.real.pods import Pod, Release

    Deploy = Callable[..., Release]


def renew(pod: Pod, serial: int) -> None:
    """Put a certificate with this serial number into the pod, as the kubelet does it: a new folder, and one link that leads to it."""
    volume = pod.path("/tls")
    new = volume / f"..{serial}"
    new.mkdir()
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "1",
         "-subj", "/CN=server", "-set_serial", str(serial), "-keyout", new / "tls.key", "-out", new / "tls.crt"],
        check=True, capture_output=True,
    )  # fmt: skip
    (new / "ca.crt").write_bytes((new / "tls.crt").read_bytes())
    group = pod.spec["securityContext"]["fsGroup"]
    for file in new.iterdir():
        os.chown(file, 0, group)
        file.chmod(0o440)
    new.chmod(0o755)
    (volume / "..data_tmp").symlink_to(new.name)
    (volume / "..data_tmp").rename(volume / "..data")
    for file in new.iterdir():
        link = volume / file.name
        if not link.is_symlink():
            link.unlink(missing_ok=True)
            link.symlink_to(f"..data/{file.name}")


def served(pod: Pod, port: int, *how: str) -> str:
    """The serial number of the certificate that the server in a pod shows."""
    told = pod.main.exec(
        "bash",
        "-c",
        f"openssl s_client -connect 127.0.0.1:{port} {' '.join(how)} 2>&1 | openssl x509 -noout -serial",
    )
    return told.stdout.strip()


def test_postgresql_serves_the_certificate_that_was_renewed(deployed: Deploy) -> None:
    """Connections go on meanwhile; nothing is restarted."""
    small = "--set order-db.args={-c,config_file=/etc/postgresql/postgresql.conf,-c,shared_buffers=16MB}"
    release = deployed(
        "trading", "staging", f"{small} --set order-db.replicaCount=1,order-db.env.RENEWAL_PAUSE=1"
    )
    name = next(each["metadata"]["name"] for each in release.objects
                if each["kind"] == "StatefulSet" and each["metadata"]["name"].endswith("-order-db"))  # fmt: skip
    database = release.pod(name)
    renew(database, 17)
    database.up()
    began = database.sql("select pg_postmaster_start_time()")
    assert served(database, 5432, "-starttls", "postgres") == "serial=11"
    renew(database, 18)
    eventually(lambda: served(database, 5432, "-starttls", "postgres") == "serial=12", told=database.log)
    assert database.sql("select pg_postmaster_start_time()") == began
