"""How far it is kept apart: who may call it, what it may do on its node, who watches."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.core.advice.choice import Choice, Rejected

if TYPE_CHECKING:
    from generator.core.advice.choice import Workload
    from generator.core.advice.traits import Traits
    from generator.core.data import Data

_OPEN = Rejected("open to every pod", "whoever gets into one pod of the cluster would get into this one")


def isolation_of(traits: Traits, workload: Workload) -> Choice:
    """What the charts do for everybody (restricted pods, a policy from connections) is no value here."""
    if workload == "daemonset":
        return _isolated(
            f"restricted pod, least privilege{', audited' if traits.sensitive else ''}",
            "it stands on every node: host access only where it is needed, and by name",
            Rejected("privileged", "whoever gets into it would have every node"),
            _OPEN,
            values=_watched(traits),
        )
    if traits.sensitive:
        encrypted = ", an encrypted volume" if workload == "statefulset" else ""
        return _isolated(
            f"callers by name alone, mTLS in a mesh, restricted pod, audited{encrypted}",
            "what is protected by law or contract: least privilege, encryption on its way and at rest, audit",
            Rejected(
                "a namespace of its own",
                "Helm installs a release into one namespace: here the policy keeps the others out",
            ),
            Rejected(
                "a kernel of its own",
                "it costs speed, and nodes have to offer it; code of strangers calls for runtimeClassName",
            ),
            values=_watched(traits),
        )
    if traits.public:
        return _isolated(
            "open to the ingress alone, restricted pod",
            "the outside comes through the ingress, with TLS; everything else stays shut",
            Rejected(
                "a Service of type LoadBalancer", "it goes past TLS, host names and limits of the ingress"
            ),
            _OPEN,
            values={},
        )
    return _isolated(
        "callers by name alone, restricted pod",
        "who may call it follows from connections; nothing else gets in",
        _OPEN,
        values={},
    )


def _watched(traits: Traits) -> dict[str, Data]:
    return {"labels": {"audit": "required"}} if traits.sensitive else {}


def _isolated(choice: str, reason: str, *rejected: Rejected, values: dict[str, Data]) -> Choice:
    return Choice("isolation", choice, reason, rejected, values)
