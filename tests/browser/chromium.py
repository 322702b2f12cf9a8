"""Which Chromium is driven, and how it is started: in, nothing; out, a browser of this machine."""

import os
import shutil
from typing import Any

_NAMES = ("chromium", "chromium-browser", "google-chrome")


def find_chromium() -> str | None:
    """Give the path of a browser: the one that ``DETECTOR_CHROMIUM`` names, or one of the usual names on the path."""
    return os.environ.get("DETECTOR_CHROMIUM") or next(filter(None, map(shutil.which, _NAMES)), None)


def launch(playwright: Any, path: str) -> Any:
    """Start it without a window."""
    # Root may not use the sandbox, and a container has no other user.
    return playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
