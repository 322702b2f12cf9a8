"""
Pictures of the HTML report, to be looked at: ``python -m tests.browser.screenshots FOLDER``.

In: ``samples``, and the seeds where ``DETECTOR_CORPORA`` names the folder of the corpora. Out: in FOLDER the overview, a cluster
and pairs at the width of a desk and of a phone, in light and dark; and ``report.png``, the picture that stands in the README.
"""

import os
import sys
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parents[1]), str(Path(__file__).parent)]

from chromium import find_chromium, launch
from playwright.sync_api import sync_playwright
from reports import aligned

import detector
from detector.datatypes import DetectionResult

SAMPLES = Path(__file__).parents[2] / "samples"
WIDTHS = {"desk": 1280, "phone": 390}
README_PAIR = ("ferry/wire-first-report-en.txt", "ferry/wire-second-day-update-en.json")
README_SIZE = {"width": 1120, "height": 1080}


def routes(result: DetectionResult) -> dict[str, str]:
    """Name the pages that are drawn: the overview, the first cluster, and the first pair of each relation."""
    cluster_by_id = {member: cluster for cluster in result.clusters for member in cluster.member_ids}
    found = {"overview": "", "cluster": "#/cluster/1"}
    for pair in result.pairs:
        cluster = cluster_by_id.get(pair.left_id)
        if cluster is not None and pair.right_id in cluster.member_ids:
            found.setdefault(pair.relation.value, route_of(result, pair.left_id, pair.right_id))
    return found


def route_of(result: DetectionResult, left_id: str, right_id: str) -> str:
    """Give the address of a pair's page within its report."""
    number, cluster = next((n, one) for n, one in enumerate(result.clusters, start=1) if left_id in one.member_ids)
    inside = [pair for pair in result.pairs if {pair.left_id, pair.right_id} <= set(cluster.member_ids)]
    place = [(pair.left_id, pair.right_id) for pair in inside].index((left_id, right_id)) + 1
    return f"#/cluster/{number}/pair/{place}"


def main(folder: Path) -> None:
    """Draw all of them."""
    folder.mkdir(parents=True, exist_ok=True)
    results = {"samples": aligned(detector.scan([str(SAMPLES)]))}
    if corpora := os.environ.get("DETECTOR_CORPORA"):
        results["seeds"] = aligned(detector.scan([str(Path(corpora) / "seeds")]))
    path = find_chromium()
    assert path, "there is no browser: install chromium, or name one in DETECTOR_CHROMIUM"
    with sync_playwright() as playwright:
        browser = launch(playwright, path)
        for name, result in results.items():
            report = folder / f"{name}.html"
            report.write_text(detector.to_html(result), encoding="utf-8")
            for page_name, route in routes(result).items():
                for width_name, width in WIDTHS.items():
                    for scheme in ("light", "dark"):
                        page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
                        page.goto(report.as_uri() + route)
                        page.screenshot(path=folder / f"{name}-{page_name}-{width_name}-{scheme}.png", full_page=True)
                        page.close()
        page = browser.new_page(viewport=README_SIZE, color_scheme="light")
        page.goto((folder / "samples.html").as_uri() + route_of(results["samples"], *README_PAIR))
        page.screenshot(path=folder / "report.png")
        browser.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
