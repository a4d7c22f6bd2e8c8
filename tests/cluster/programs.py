"""The programs of the control plane: built once with Go, from the Go module proxy, into the tool cache.

`python -m tests.cluster.programs` builds what is missing. Nothing but Go is needed; kwok pretends to be the nodes.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tests import tools

KUBERNETES = "1.34.4"
ETCD = "3.6.5"
BUILT = {
    "kube-apiserver": "k8s.io/kubernetes/cmd/kube-apiserver",
    "kube-controller-manager": "k8s.io/kubernetes/cmd/kube-controller-manager",
    "kube-scheduler": "k8s.io/kubernetes/cmd/kube-scheduler",
    "kubectl": "k8s.io/kubernetes/cmd/kubectl",
    "etcd": "go.etcd.io/etcd/server/v3",
}


def folder() -> Path:
    return tools.folder() / f"kubernetes-{KUBERNETES}"


def find(name: str) -> Path | None:
    """One program of the control plane, when it has been built."""
    if name not in BUILT:
        return tools.find(name)
    program = folder() / name
    return program if program.exists() else None


def missing() -> list[str]:
    return [name for name in (*BUILT, "kwok") if not find(name)]


def install() -> None:
    tools.install("kwok")
    if missing():
        _build(folder())


def _build(target: Path) -> None:
    go = shutil.which("go")
    if not go:
        sys.exit(
            f"The control plane ({', '.join(missing())}) is built with Go: install Go, https://go.dev/dl"
        )
    print(
        f"building Kubernetes {KUBERNETES} and etcd {ETCD} with Go (three minutes or more, once) …",
        flush=True,
    )
    new = target.with_name(f"{target.name}.new")
    shutil.rmtree(new, ignore_errors=True)
    new.mkdir(parents=True)
    minor = KUBERNETES.split(".")[1]
    # Helm and kubectl refuse a server without a proper version.
    flags = " ".join(
        f"-X k8s.io/component-base/version.{key}={value}"
        for key, value in {"gitVersion": f"v{KUBERNETES}", "gitMajor": "1", "gitMinor": minor}.items()
    )
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as module:
        _write_module(go, Path(module))
        _go(go, module, "mod", "tidy")
        _go(go, module, "build", "-trimpath", "-ldflags", f"-s -w {flags}", "-o", f"{new}/", *BUILT.values())
    # The main package of etcd is called after its folder, "server".
    (new / "server").rename(new / "etcd")
    shutil.rmtree(target, ignore_errors=True)
    new.rename(target)


def _write_module(go: str, module: Path) -> None:
    """k8s.io/kubernetes asks for its staging modules at v0.0.0: a module around it names their real versions."""
    known = json.loads(_go(go, str(module), "mod", "download", "-json", f"k8s.io/kubernetes@v{KUBERNETES}"))
    required = Path(known["GoMod"]).read_text(encoding="utf-8")
    staging = "0." + KUBERNETES.partition(".")[2]
    replaced = sorted(set(re.findall(r"^\s+(k8s\.io/[a-z-]+) v0\.0\.0$", required, re.MULTILINE)))
    wanted = re.search(r"^go (\S+)$", required, re.MULTILINE)
    (module / "go.mod").write_text(
        f"module controlplane\ngo {wanted[1] if wanted else '1.24.0'}\n"
        f"require k8s.io/kubernetes v{KUBERNETES}\nrequire go.etcd.io/etcd/server/v3 v{ETCD}\n"
        + "".join(f"replace {name} => {name} v{staging}\n" for name in replaced),
        encoding="utf-8",
    )
    imports = "".join(f'\t_ "{package}"\n' for package in BUILT.values())
    (module / "programs.go").write_text(
        f"//go:build tools\n\npackage controlplane\n\nimport (\n{imports})\n", encoding="utf-8"
    )


def _go(go: str, where: str, *arguments: str) -> str:
    environment = {**os.environ, "GOFLAGS": "-mod=mod -buildvcs=false"}
    if not os.environ.get("HOME"):
        environment |= {
            "GOPATH": str(tools.folder() / "go"),
            "GOCACHE": str(tools.folder() / "go-cache"),
        }
    done = subprocess.run(
        [go, *arguments], cwd=where, env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        sys.exit(f"go {arguments[0]} failed:\n{(done.stdout + done.stderr)[-2000:]}")
    return done.stdout


if __name__ == "__main__":
    install()
