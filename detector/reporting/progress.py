"""
How far a run has come, drawn while it runs.

In: the name of each stage, how many items it has done and how many there are. Out: a bar with rate and time left on a
terminal, a line a stage elsewhere.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    Task,
    TaskID,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)
from rich.text import Text

_DESCRIPTION_BY_STAGE = {
    "read": "reading articles",
    "prepare": "preparing articles",
    "fingerprint": "fingerprinting articles",
    "candidates": "looking for candidate pairs by wording",
    "facts": "finding numbers, dates and names",
    "use": "encoding segments (USE)",
    "e5": "encoding segments (e5)",
    "evidence": "comparing candidate pairs",
    "explain": "explaining the pairs found",
}
"""What a stage does, in words for somebody who waits; a stage without an entry is shown by its name."""


class _RateColumn(ProgressColumn):
    """How many items a second are done; nothing before that is known."""

    def render(self, task: Task) -> Text:
        """Draw it for one stage."""
        rate = task.finished_speed or task.speed
        return Text(f"{rate:,.0f}/s" if rate else "", style="progress.data.speed")


@contextmanager
def drawn_progress(console: Console) -> Iterator[Callable[[str, int, int], None]]:
    """
    Draw the progress of a run on a console until the run ends.

    Yields:
        What to call with a stage's name, the items done, and the items in all (0 where that is not known). On a terminal it moves
        a bar that is gone at the end; elsewhere it writes one line when a stage begins.
    """
    if console.is_terminal and not console.is_dumb_terminal:
        columns = (
            TextColumn("{task.description}", markup=False),
            BarColumn(),
            MofNCompleteColumn(),
            _RateColumn(),
            TimeElapsedColumn(),
            TimeRemainingColumn(),
        )
        with Progress(*columns, console=console, transient=True) as progress:
            yield _moving_bars(progress)
    else:
        yield _writing_lines(console)


def _moving_bars(progress: Progress) -> Callable[[str, int, int], None]:
    task_by_stage: dict[str, TaskID] = {}

    def move(stage: str, n_done: int, n_all: int) -> None:
        if stage not in task_by_stage:
            task_by_stage[stage] = progress.add_task(_DESCRIPTION_BY_STAGE.get(stage, stage), total=None)
        progress.update(task_by_stage[stage], completed=n_done, total=n_all or None)

    return move


def _writing_lines(console: Console) -> Callable[[str, int, int], None]:
    stages: set[str] = set()

    def write(stage: str, _n_done: int, n_all: int) -> None:
        if stage not in stages:
            stages.add(stage)
            description = _DESCRIPTION_BY_STAGE.get(stage, stage)
            console.print(Text(f"{description}: {n_all:,}" if n_all else f"{description} …"))

    return write
