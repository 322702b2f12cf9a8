"""What the tests share: the development corpora, and an option for runs in which no test may be skipped."""

import os
from collections.abc import Generator
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def corpora() -> Path:
    """Give the folder of the development corpora, where ``DETECTOR_CORPORA`` names it."""
    folder = os.environ.get("DETECTOR_CORPORA")
    if not folder:
        pytest.skip("DETECTOR_CORPORA is not set: it names the folder of the development corpora")
    path = Path(folder)
    assert path.is_dir(), f"DETECTOR_CORPORA must name a folder, was: {folder}"
    return path


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--no-skips", action="store_true", help="count a skipped test as failed")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Turn a skip into a failure where no test may be skipped; an expected failure stays one."""
    report = yield
    if report.skipped and not hasattr(report, "wasxfail") and item.config.getoption("--no-skips"):
        report.outcome = "failed"
        report.longrepr = f"skipped, where no test may be: {report.longreprtext}"
    return report
