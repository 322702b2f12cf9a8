"""What tells a release from news, and the day that it opens with."""

import math

import numpy as np
import pytest

from detector.similarity.releases import days_between, find_dateline, has_release_sign


@pytest.mark.parametrize(
    "text",
    [
        "PORTO, Portugal, May 4, 2026 /Harborwire/ -- Nordlicht opened a yard.",
        "PORTO (NORDWIRE) Nordlicht opened a yard on Monday.",
        "Nordlicht opened a yard.\n\nAbout Nordlicht\nNordlicht builds ferries.",
        "Nordlicht eröffnete eine Werft.\n\nÜber Nordlicht: Nordlicht baut Fähren.",
        "Nordlicht a ouvert un chantier.\n\nÀ propos de Nordlicht",
        "Nordlicht opened a yard. About Nordlicht Ferries Nordlicht builds ferries.",
        "Nordlicht opened a yard.\n\nMedia Contact:\nIda Brandt",
        "Nordlicht opened a yard. Contact DetailsIda Brandt",
        "Nordlicht opened a yard.\n\nContacts: Ida Brandt, ida@nordlicht.example",
        "Nordlicht opened a yard.\n\nDistributed by: Harborwire",
        "For further information, write to press@nordlicht.example.",
        "More details can be found at www.nordlicht.example.",
        "FOR IMMEDIATE RELEASE\n\nNordlicht opened a yard.",
        "This press release contains forward-looking statements.",
        "The post Nordlicht opens a yard appeared first on Harbour Notes.",
        "Nordlicht opened a yard.\nSOURCE Nordlicht",
        "Nordlicht AG (XETRA: NOL) opened a yard.",
        "Der neue Harbor™ ist im Handel.",
    ],
)
def test_what_a_sender_or_its_distributor_adds_is_a_sign(text):
    """A dateline with its wire, words about the sender, whom to ask, what the law wants, a stock symbol, a trade mark."""
    assert has_release_sign(text)


@pytest.mark.parametrize(
    "text",
    [
        "About 150 people stood on the pier. About half of them waited for the ferry of noon.",
        "He said in a press release that the yard would open on 03/04/2026 - not before.",
        "The ferry carried 212 people at 03:52 (local time: early).",
        "The minister (Press Association) was seen at www.example.com and called 555-010-0199.",
        "Rund 250 000 000 Euro, 1.200,50 je Kopf, vom 12.10.2026 bis 13.10.2026.",
        "More information was not available on Monday.",
        "They made contact with the source at sea.",
    ],
)
def test_news_has_none(text):
    """What any news holds, an address and a telephone number among it, is no sign."""
    assert not has_release_sign(text)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("PORTO, Portugal, May 4, 2026 /Harborwire/ -- Nordlicht opens on June 9.", "en"),
        ("Porto, 4. Mai 2026: Nordlicht eröffnet am 9. Juni.", "de"),
        ("Porto, le 4 mai 2026 – Nordlicht ouvre le 9 juin.", "fr"),
        ("Порту, 4 мая 2026. Верфь откроется 9 июня.", "ru"),
    ],
)
def test_a_dateline_is_the_first_day_that_an_opening_names(text, language):
    """In any language that names months, and whatever day comes after it."""
    assert find_dateline(text, language) == find_dateline("May 4", "en")


def test_a_day_far_into_the_text_is_no_dateline():
    """An opening without a day has none, however many the text names later."""
    assert math.isnan(find_dateline("Nordlicht opened a yard. " * 20 + "It opened on May 4.", "en"))


@pytest.mark.parametrize(
    ("left", "right", "least", "most"),
    [("May 4", "May 4", 0, 0), ("May 4", "May 18", 13.9, 14.1), ("Dec 30", "Jan 2", 2, 4), ("Jan 1", "Jul 1", 180, 183)],
)
def test_days_are_counted_the_shorter_way_around_the_year(left, right, least, most):
    """Two releases at New Year are days apart, and none is more than half a year from another."""
    days = [np.array([find_dateline(text, "en")]) for text in (left, right)]

    assert least <= days_between(*days)[0] <= most
    assert days_between(*days) == days_between(*days[::-1])


def test_what_has_no_day_is_at_no_distance():
    """An absent day stays absent: it is neither near nor far."""
    assert math.isnan(days_between(np.array([float("nan")]), np.array([5.0]))[0])
