"""What follows from judged pairs, and what changes when thresholds are moved in a saved result."""

from dataclasses import replace
from pathlib import Path

import pytest

import detector
from detector.datatypes import Band, DetectionResult, Relation
from detector.errors import SettingsError
from detector.reporting.report import to_json
from detector.reporting.saved import from_json
from detector.settings import Settings
from detector.similarity.conclusion import conclude_again

FOLDERS = ("clinics", "ferry", "fog", "releases", "trains", "weather")


def scan(settings: Settings) -> DetectionResult:
    samples = Path(__file__).parents[1] / "samples"
    return detector.find_clusters(detector.read(*(samples / name for name in FOLDERS)), settings=settings)


@pytest.fixture(scope="module")
def found() -> DetectionResult:
    """Scan some of the samples by wording alone, and read the result back from its JSON."""
    return from_json(to_json(scan(Settings(translations=False))))


def test_the_same_settings_change_nothing(found):
    """Drawing the conclusions of a saved result again gives the saved result."""
    assert to_json(conclude_again(found, found.settings)) == to_json(found)


@pytest.mark.parametrize("least", [0.9, 0.99, 1.0])
def test_a_higher_threshold_gives_what_a_scan_with_it_gives(found, least):
    """The same pairs, clusters and leads; nothing is read or compared again."""
    settings = replace(found.settings, min_probability=least)
    moved, scanned = conclude_again(found, settings), scan(settings)

    assert [cluster.member_ids for cluster in moved.clusters] == [cluster.member_ids for cluster in scanned.clusters]
    assert [(pair.left_id, pair.right_id) for pair in moved.pairs] == [(pair.left_id, pair.right_id) for pair in scanned.pairs]
    assert moved.settings == settings


def test_a_threshold_below_that_of_the_scan_is_refused(found):
    """What the scan did not report is not in its result, and cannot come back."""
    with pytest.raises(SettingsError, match=r"at least that of the scan, 0\.85, was: 0\.3; scan again"):
        conclude_again(found, replace(found.settings, min_probability=0.3))


def test_a_higher_precision_leaves_fewer_pairs_safe_to_hide(found):
    """The pairs stay; what may be hidden of them is less."""
    unsure = replace(found, pairs=tuple(replace(pair, probability=min(pair.probability, 0.998)) for pair in found.pairs))
    loose = conclude_again(unsure, found.settings)
    strict = conclude_again(unsure, replace(found.settings, safe_precision=0.9999))

    assert any(pair.band is Band.SAFE_TO_HIDE for pair in loose.pairs)
    assert not any(pair.band is Band.SAFE_TO_HIDE for pair in strict.pairs)
    assert strict.cut_offs[Relation.NEAR_DUPLICATE] == 0.9999
    assert len(strict.pairs) == len(found.pairs)


def test_every_pair_of_versions_has_a_direction_and_a_band(found):
    """Of each pair it is told what may be done with it, and which side the other was made from, or that nothing tells."""
    assert found.pairs
    for pair in found.pairs:
        assert pair.band is not None
        assert pair.direction is not None
        assert pair.direction.original_id in (pair.left_id, pair.right_id, None)
        assert pair.direction.reasons
    assert all(cluster.direction is not None for cluster in found.clusters)
