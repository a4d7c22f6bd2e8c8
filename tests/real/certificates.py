"""Certificates as cert-manager makes them, in the Secrets of a release; each is its own authority."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

from tests.charts.support import the

if TYPE_CHECKING:
    from tests.real.pods import Release


def certified(release: Release, name: str) -> None:
    """The Certificate of that name is issued: for the names that are asked for and no others."""
    asked = the("Certificate", release.objects, name)["spec"]
    issue(release, asked["secretName"], *asked["dnsNames"])


def issue(release: Release, secret: str, *names: str) -> str:
    """A new certificate in a Secret, for these names, or for nobody who asks for one; the certificate."""
    # Some ask for the name of who issued it, which is the subject here; it is no host's.
    subject = ["-subj", "/CN=an authority"]
    if names:
        subject += ["-addext", f"subjectAltName={','.join(f'DNS:{name}' for name in names)}"]
    made = subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "1",
         *subject, "-keyout", "-"],
        check=True, capture_output=True, text=True,
    ).stdout  # fmt: skip
    end = "-----END PRIVATE KEY-----\n"
    key, _, certificate = made.partition(end)
    release.secrets |= {
        f"{secret}/tls.key": key + end,
        f"{secret}/tls.crt": certificate,
        f"{secret}/ca.crt": certificate,
    }
    return certificate
