"""What tells a release from news."""

import pytest

from detector.similarity.releases import has_release_sign


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
