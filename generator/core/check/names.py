"""Hosts and names in texts: each is a Service, a pod or an object, or declared outside, and resolves."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from generator.core.check.release import Gap, name_of
from generator.core.check.texts import texts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.core.check.hosts import Directory
    from generator.core.check.release import ReleaseObjects
    from generator.core.check.texts import Text

_LABEL = r"[a-zA-Z0-9*](?:[-a-zA-Z0-9*]*[a-zA-Z0-9*])?"
_HOST = rf"{_LABEL}(?:\.{_LABEL})*"
_URL = re.compile(
    rf"\b[a-zA-Z][a-zA-Z0-9+.-]*://(?:[^/@\s\"']*@)?({_HOST})(?::(\d+))?(?=[/\s,\"'?#)\]}};]|$)"
)
_HOST_AND_PORT = re.compile(
    rf"(?<![\w./@:$*-])(?=[^:\s]*[a-z])({_HOST.replace('A-Z', '')}):(\d{{2,5}})(?![\w.:-])"
)
_IS_HOST = re.compile(r"(^|_|\.)(HOST|HOSTS|HOSTNAME|SEED_HOSTS|DNS__NAME)$", re.IGNORECASE)
_ADVERTISED = re.compile("advertised", re.IGNORECASE)


def lost_names(
    release: ReleaseObjects, directory: Directory, names: frozenset[str], prefixes: frozenset[str]
) -> Iterator[Gap]:
    """Every host and every name of the release in a text that nothing answers to.

    `names` are all names of objects and what comes of them; `prefixes` begin the names that a release gives.
    """
    prefix = "|".join(sorted(map(re.escape, prefixes)))
    of_release = re.compile(rf"(?<![\w.-])(?:{prefix})-[a-z0-9*-]*[a-z0-9*](?:\.[a-z0-9*.-]*[a-z0-9*])?")
    seen = set()
    for text in texts(release):
        for host, port in _hosts(text):
            gap = _host(text, host, port, directory)
            if gap is not None and gap not in seen:
                seen.add(gap)
                yield gap
        hosts = {host for host, _ in _hosts(text)}
        for found in of_release.findall(text.text) if prefixes else ():
            if found in hosts or found in names or release.made_outside("Name", found):
                continue
            if not directory.asked(found, text.namespace).known:
                gap = Gap(
                    text.each["kind"], name_of(text.each), text.path, f"nothing is called {found}",
                    "name something that is rendered, or declare it outside",
                )  # fmt: skip
                if gap not in seen:
                    seen.add(gap)
                    yield gap


def _hosts(text: Text) -> Iterator[tuple[str, str]]:
    """(host, port or "") of everything in a text that can be nothing else."""
    for pattern in (_URL, _HOST_AND_PORT):
        for found in pattern.finditer(text.text):
            yield found[1], found[2] or ""
    if _IS_HOST.search(text.variable):
        for one in re.split(r"[,\s]+", text.text):
            if re.fullmatch(_HOST, one):
                yield one, ""


def _host(text: Text, host: str, port: str, directory: Directory) -> Gap | None:
    where = text.each["kind"], name_of(text.each), text.path
    answer = directory.asked(host, text.namespace)
    if not answer.known:
        return Gap(
            *where, f"nobody is called {host}", "name a Service that is rendered, or declare it outside"
        )
    if not answer.qualified and (text.elsewhere or _ADVERTISED.search(text.variable)):
        return Gap(
            *where, f"{host} means something in its own namespace alone, and this is read elsewhere",
            f"write {host}.<namespace>.svc",
        )  # fmt: skip
    if port and answer.ports is not None and port not in answer.ports:
        known = ", ".join(sorted(one for one in answer.ports if one.isdigit()))
        return Gap(*where, f"{host} has no port {port} (it has: {known})", "name a port of the Service")
    return None
