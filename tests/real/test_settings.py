"""OpenSearch's settings, judged by itself as it starts: it stops at once at one that it does not know."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

from tests.blueprints.platforms import rendered
from tests.charts.support import the
from tests.real import programs

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.real.namespaces import Node

LOGGING = """
rootLogger.level = warn
rootLogger.appenderRef.console.ref = console
appender.console.type = Console
appender.console.name = console
appender.console.layout.type = PatternLayout
"""
# Root may not run it, and nobody else sees where its libraries are kept.
START = """
mount --bind "$LIBRARIES" libs
exec setpriv --reuid=65534 --regid=65534 --clear-groups java -Xmx256m -XX:TieredStopAtLevel=1 -Dopensearch.path.home="$PWD" \\
  -Dopensearch.path.conf="$PWD/config" -Dopensearch.networkaddress.cache.ttl=60 -cp "libs/*" org.opensearch.bootstrap.OpenSearch "$@"
"""


def told(home: Path, settings: Mapping[str, str]) -> str:
    """What it says when it is started with settings; it has no module that carries messages, and so comes no further than these."""
    libraries = programs.opensearch()
    assert libraries
    for folder in ("libs", "config", "modules", "plugins"):
        (home / folder).mkdir(parents=True, exist_ok=True)
    for folder in (home, home / "config"):  # it makes the others, and its keystore
        folder.chmod(0o777)
    (home / "config/log4j2.properties").write_text(LOGGING)
    arguments = [f"-E{name}={value}" for name, value in settings.items()]
    return subprocess.run(
        ["unshare", "--mount", "--propagation", "private", "bash", "-euc", START, "opensearch", *arguments],
        cwd=home, env={"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "LIBRARIES": str(libraries)},
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False, timeout=180,
    ).stdout  # fmt: skip


def test_opensearch_knows_every_setting_that_it_gets(node: Node, helm3: Path) -> None:
    """As the image's entrypoint hands them over: the variables that have a dot in their name."""
    search = the("StatefulSet", rendered(helm3, "ecommerce", "prod"), "shop-search-engine")
    (container,) = search["spec"]["template"]["spec"]["containers"]
    settings = {
        each["name"]: each.get("value", "shop-search-engine-0")
        for each in container["env"]
        if "." in each["name"]
    }
    assert len(settings) == 6
    home = node.folder / "opensearch"
    said = told(home, settings)
    assert "unknown setting" not in said
    assert "Unsupported transport.type []" in said, said
    assert "unknown setting [node.store.alow_mmap]" in told(home, {"node.store.alow_mmap": "false"})
