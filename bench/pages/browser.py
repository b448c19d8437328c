"""Lays pages out in a headless Chromium, which shapes Devanagari as print shops do.

The browser is spoken to over two pipes in the Chrome DevTools Protocol: messages of JSON, each ended by a zero byte.
"""

from __future__ import annotations

import base64
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import cv2
import numpy as np
import numpy.typing as npt

Colour = npt.NDArray[np.uint8]

CSS_DPI = 96
PROGRAMS = ("chromium", "chromium-browser", "google-chrome")
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-lcd-text",
    "--disable-extensions",
    "--disable-background-networking",
    "--allow-file-access-from-files",
    "--font-render-hinting=none",
    "--hide-scrollbars",
    "--no-first-run",
    "--remote-debugging-pipe",
)


class Browser:
    """A running Chromium with one blank tab. A context manager: leaving it ends the browser."""

    def __init__(self) -> None:
        program = next((path for name in PROGRAMS if (path := shutil.which(name))), None)
        if program is None:
            sys.exit("Chromium is needed to draw pages. Install it with: sudo apt-get install chromium")
        self._profile = tempfile.TemporaryDirectory(prefix="nasti-pages-", ignore_cleanup_errors=True)
        self._process, self._answers, self._orders = _start([program, *FLAGS, f"--user-data-dir={self._profile.name}"])
        self._count = 0
        self._page = Path(self._profile.name) / "page.html"
        target = self._ask("Target.createTarget", url="about:blank")["targetId"]
        self._session = self._ask("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime"):
            self._ask(f"{domain}.enable", session=True)

    def __enter__(self) -> Self:
        """Start."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End the browser and remove its profile."""
        self._orders.close()
        self._answers.close()
        self._process.terminate()
        self._process.wait(30)
        self._profile.cleanup()

    def open(self, html: str, size_css: tuple[float, float], dpi: float) -> None:
        """Lay out a page and wait until its fonts are there.

        Args:
            html: The document. Its relative addresses are not resolved; `file:` ones are.
            size_css: Width and height of the sheet in CSS pixels, 96 to the inch.
            dpi: Resolution of later pictures.
        """
        self._page.write_text(html, encoding="utf-8")
        width, height = (int(side) + 1 for side in size_css)
        metrics = {"width": width, "height": height, "deviceScaleFactor": dpi / CSS_DPI, "mobile": False}
        self._ask("Emulation.setDeviceMetricsOverride", session=True, **metrics)
        self._ask("Page.navigate", session=True, url=self._page.as_uri())
        self._wait_for("Page.loadEventFired")
        self.evaluate("document.fonts.ready.then(() => true)")

    def evaluate(self, script: str) -> Any:
        """Run JavaScript in the page; a promise is waited for. Gives what it gives, by way of JSON."""
        answer = self._ask("Runtime.evaluate", session=True, expression=script, awaitPromise=True, returnByValue=True)
        if "exceptionDetails" in answer:
            raise RuntimeError(answer["exceptionDetails"]["exception"].get("description", "script failed"))
        return answer["result"].get("value")

    def picture(self) -> Colour:
        """The page as it stands, uint8 of shape (height, width, 3), red first."""
        answer = self._ask("Page.captureScreenshot", session=True, format="png", optimizeForSpeed=True)
        data = np.frombuffer(base64.b64decode(answer["data"]), np.uint8)
        picture = cv2.imdecode(data, cv2.IMREAD_COLOR_RGB)
        if picture is None:
            raise RuntimeError("Chromium gave a picture that cannot be read.")
        return picture.astype(np.uint8, copy=False)

    def pdf(self) -> bytes:
        """The page as Chromium prints it into a file, sized as its style says."""
        answer = self._ask("Page.printToPDF", session=True, preferCSSPageSize=True, printBackground=True)
        return base64.b64decode(answer["data"])

    def _ask(self, method: str, *, session: bool = False, **parameters: Any) -> dict[str, Any]:
        self._count += 1
        order = {"id": self._count, "method": method, "params": parameters}
        if session:
            order["sessionId"] = self._session
        self._orders.write(json.dumps(order).encode() + b"\0")
        self._orders.flush()
        while True:
            answer = self._receive()
            if answer.get("id") == self._count:
                if "error" in answer:
                    raise RuntimeError(f"{method}: {answer['error']['message']}")
                result: dict[str, Any] = answer["result"]
                return result

    def _wait_for(self, event: str) -> None:
        while self._receive().get("method") != event:
            pass

    def _receive(self) -> dict[str, Any]:
        parts = bytearray()
        while not parts.endswith(b"\0"):
            part = self._answers.peek() or self._answers.read(1)
            if not part:
                raise RuntimeError("Chromium ended unexpectedly.")
            end = part.find(b"\0")
            parts += self._answers.read(len(part) if end < 0 else end + 1)
        message: dict[str, Any] = json.loads(parts[:-1])
        return message


def _start(command: list[str]) -> tuple[subprocess.Popen[bytes], Any, Any]:
    """Start the browser with its pipes on descriptors 3 (orders) and 4 (answers), as it expects them."""
    orders_out, orders_in = os.pipe()
    answers_out, answers_in = os.pipe()
    # The shell moves the pipes to the descriptors, which may be taken in this process.
    line = f'exec "$@" 3<&{orders_out} 4>&{answers_in}'
    shell = "bash" if shutil.which("bash") else "sh"
    process = subprocess.Popen(
        [shell, "-c", line, shell, *command],
        pass_fds=(orders_out, answers_in),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    os.close(orders_out)
    os.close(answers_in)
    return process, os.fdopen(answers_out, "rb"), os.fdopen(orders_in, "wb")
