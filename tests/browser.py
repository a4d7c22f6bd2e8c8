"""A real browser, for pages: Chromium without a window, over the pipe that it offers to debuggers.

`python -m tests.browser` gets it from Debian, where it is missing and that is possible.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from tests.debian import install_packages

_NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
_SWITCHES = (
    "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
    "--disable-background-networking", "--remote-debugging-pipe",
)  # fmt: skip
_SECONDS = "120"  # a browser that hangs ends by itself


def find() -> str | None:
    """The Chromium of this machine: Debian has it as the package chromium."""
    named = os.environ.get("CHROMIUM")
    return named or next((found for name in _NAMES if (found := shutil.which(name))), None)


class Page:
    """One page that is open in it."""

    def __init__(self, browser: Browser, session: str) -> None:
        self._browser = browser
        self._session = session

    def call(self, method: str, **parameters: Any) -> Any:
        return self._browser.call(method, parameters, self._session)

    def run(self, script: str) -> Any:
        """What a script in the page makes, as JSON has it; AssertionError where it fails."""
        asked = {"expression": script, "returnByValue": True, "awaitPromise": True}
        made = self._browser.call("Runtime.evaluate", asked, self._session)
        assert "exceptionDetails" not in made, made["exceptionDetails"]
        return made["result"].get("value")


class Browser:
    """Commands go out, answers come back, each ended by a zero byte."""

    def __init__(self, commands: int, answers: int) -> None:
        self._commands, self._answers = commands, answers
        self._number = 0
        self._read = b""

    def call(self, method: str, parameters: dict[str, Any], session: str = "") -> Any:
        self._number += 1
        asked = {"id": self._number, "method": method, "params": parameters}
        if session:
            asked["sessionId"] = session
        os.write(self._commands, json.dumps(asked).encode() + b"\0")
        while True:
            answer = json.loads(self._message())
            if answer.get("id") == self._number:
                assert "error" not in answer, answer
                return answer["result"]

    def _message(self) -> bytes:
        while b"\0" not in self._read:
            piece = os.read(self._answers, 1 << 16)
            assert piece, "the browser has ended"
            self._read += piece
        message, _, self._read = self._read.partition(b"\0")
        return message

    def open(self, file: Path, width: int, height: int = 900) -> Page:
        """A page that is loaded, in a window of so many pixels."""
        target = self.call("Target.createTarget", {"url": "about:blank"})["targetId"]
        attached = self.call("Target.attachToTarget", {"targetId": target, "flatten": True})
        page = Page(self, attached["sessionId"])
        size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
        page.call("Emulation.setDeviceMetricsOverride", **size)
        page.call("Page.navigate", url=file.as_uri())
        page.run(_LOADED)
        return page


_LOADED = """new Promise(done => {
  const look = () => location.protocol === "file:" && document.readyState === "complete" ? done() : setTimeout(look, 20);
  look();
})"""


@contextmanager
def started(program: str, profile: Path) -> Iterator[Browser]:
    """A browser with a profile of its own; it ends with the block."""
    (out, commands), (answers, inward) = os.pipe(), os.pipe()
    # The browser reads from its file 3, and writes to its file 4.
    shell = f'exec timeout {_SECONDS} "$@" 3<&{out} 4>&{inward}'
    command = ["bash", "-c", shell, "bash", program, *_SWITCHES, f"--user-data-dir={profile}"]
    running = subprocess.Popen(
        command, pass_fds=(out, inward), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )  # fmt: skip
    os.close(out)
    os.close(inward)
    browser = Browser(commands, answers)
    try:
        yield browser
    finally:
        with suppress(AssertionError, OSError):
            browser.call("Browser.close", {})
        os.close(commands)
        os.close(answers)
        with suppress(subprocess.TimeoutExpired):
            running.wait(10)
        running.kill()
        running.wait()


def main() -> None:
    """Install it. Where nobody may, tests that need it are skipped, and fail in CI."""
    if not find() and shutil.which("apt-get"):
        install_packages(["chromium"])


if __name__ == "__main__":
    main()
