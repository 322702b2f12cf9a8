"""What the tests in a browser share: Chromium, a page that tells of each error and request, and the rules of accessibility."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from chromium import find_chromium, launch

from detector.datatypes import DetectionResult


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """
    Start the Chromium of this machine, where there is one and playwright to drive it.

    It ends with its module: as long as playwright runs, no other test can have an event loop.
    """
    sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed: pip install 'detector[browser]'")
    path = find_chromium()
    if path is None:
        pytest.skip("there is no browser: install chromium, or name one in DETECTOR_CHROMIUM")
    with sync_api.sync_playwright() as playwright:
        browser = launch(playwright, path)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def axe() -> str:
    """Give the program that knows the rules of accessibility, where ``DETECTOR_AXE`` names it."""
    path = os.environ.get("DETECTOR_AXE")
    if not path:
        pytest.skip("DETECTOR_AXE is not set: it names axe.min.js of the npm package axe-core")
    return Path(path).read_text(encoding="utf-8")


@pytest.fixture
def opened(browser: Any, tmp_path: Path) -> Iterator[Callable[..., Any]]:
    """Open a report from the disk; afterwards make sure that nothing was complained of and nothing was asked of a network."""
    contexts: list[Any] = []
    complaints: list[str] = []
    requests: list[str] = []
    reports = 0

    def open_report(result: DetectionResult | Path, route: str = "", **options: Any) -> Any:
        nonlocal reports
        from detector.reporting.html import to_html

        if isinstance(result, Path):
            path = result
        else:
            reports += 1
            path = tmp_path / f"report-{reports}.html"
            path.write_text(to_html(result), encoding="utf-8")
        context = browser.new_context(**{"viewport": {"width": 1280, "height": 900}, **options})
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("dialog", lambda dialog: (complaints.append(dialog.message), dialog.dismiss()))
        context.on("request", lambda request: requests.append(request.url))
        page.goto(path.as_uri() + route)
        return page

    yield open_report
    for context in contexts:
        context.close()
    assert complaints == []
    assert [url for url in requests if not url.startswith(tmp_path.as_uri())] == []
