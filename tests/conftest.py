"""What the tests share: the development corpora, and an option for runs in which no test may be skipped."""

import os
import secrets
import warnings
from collections.abc import Generator, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# How long a machine at work takes to draw an example says nothing about a law.
settings.register_profile("detector", suppress_health_check=[HealthCheck.too_slow], deadline=None)
settings.load_profile("detector")


@pytest.fixture(scope="session")
def corpora() -> Path:
    """Give the folder of the development corpora, where ``DETECTOR_CORPORA`` names it."""
    folder = os.environ.get("DETECTOR_CORPORA")
    if not folder:
        pytest.skip("DETECTOR_CORPORA is not set: it names the folder of the development corpora")
    path = Path(folder)
    assert path.is_dir(), f"DETECTOR_CORPORA must name a folder, was: {folder}"
    return path


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Run a PostgreSQL server with pgvector, and give its address."""
    with warnings.catch_warnings():
        # Its search for a folder of its own warns where none is set, as on a server.
        warnings.simplefilter("ignore")
        pgserver = pytest.importorskip("pgserver", reason="pgserver is not installed: it brings a PostgreSQL server")
        running = pgserver.get_server(tmp_path_factory.mktemp("postgres"), cleanup_mode="delete")
    yield running.get_uri()
    running.cleanup()


@pytest.fixture
def database(server: str) -> Iterator[str]:
    """Make an empty database on the server, and give its address."""
    import psycopg

    name = f"desk_{secrets.token_hex(6)}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    yield server.replace("/postgres?", f"/{name}?")
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--no-skips", action="store_true", help="count a skipped test as failed")
    parser.addoption("--kills", type=int, default=100, help="how often a writer of an index is killed in the slow test")
    parser.addoption("--reading", type=float, default=20.0, help="seconds that eight processes read an index in the slow test")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out the slow tests unless a lane is asked for with ``-m``, or a test by its name."""
    if config.getoption("-m") or any("::" in argument for argument in config.args):
        return
    slow = [item for item in items if item.get_closest_marker("slow")]
    if slow:
        config.hook.pytest_deselected(items=slow)
        items[:] = [item for item in items if item not in slow]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Turn a skip into a failure where no test may be skipped; an expected failure stays one."""
    report = yield
    if report.skipped and not hasattr(report, "wasxfail") and item.config.getoption("--no-skips"):
        report.outcome = "failed"
        report.longrepr = f"skipped, where no test may be: {report.longreprtext}"
    return report
