"""Numbers and names in a form that survives translation."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_by_hand import prepared

from detector.similarity.facts import (
    Facts,
    agreement_of_figures,
    agreement_of_names,
    agreement_of_numbers,
    conflict_of_headlines,
    differing,
    find_facts,
    find_names,
    find_numbers,
    skeleton,
    skeletons,
)
from detector.similarity.packedfacts import FactsOf, pack_facts

WORDS = st.text(st.characters(categories=["Lu", "Ll", "Lo", "Mn"]), max_size=12)


def facts_of(*sentences: str, language: str = "en", title: str = "", common: int = 0) -> Facts:
    """Find the facts of an article whose last ``common`` sentences stand in unlike articles too."""
    article = prepared("a", *sentences, language=language, title=title)
    n_own = len(article.segments) - common
    return find_facts(article, [False] * n_own + [True] * common)


@pytest.mark.parametrize(
    "text",
    [
        "1,500,000 people",
        "1.5 million people",
        "1,5 Millionen Menschen",
        "1 500 000 personnes",
        "1\u202f500\u202f000 personnes",
        "1.500.000 personas",
        "1'500'000 Personen",
        "150万人",
        "١٬٥٠٠٬٠٠٠ شخص",
        "१,५००,००० लोग",
        "๑,๕๐๐,๐๐๐ คน",
        "１５０万人",
    ],
)
def test_a_number_is_the_same_in_every_convention(text):
    """One and a half million has the same leading digits however it is written, in whatever digits."""
    assert list(find_numbers(text)) == ["15"]


@pytest.mark.parametrize(
    ("text", "digits"), [("20 and 200", ["20", "200"]), ("1,500", ["1500"]), ("٢٠", ["20"]), ("2.5", ["25"])]
)
def test_exact_numbers_keep_their_zeros(text, digits):
    """Within one language 20 is not 200."""
    assert list(find_numbers(text, exact=True)) == digits


def test_numbers_are_shown_as_they_were_written_first():
    """What an editor reads is the text's own spelling."""
    assert find_numbers("Some 1.5 million, later 1,500,000 and 7") == {"15": "1.5", "7": "7"}


def test_a_list_of_numbers_is_not_one_number():
    """A comma and a space part two numbers; a blank joins only groups of three digits."""
    assert list(find_numbers("on pages 12, 13 and 14 15")) == ["12", "13", "14", "15"]
    assert list(find_numbers("0 of 3 goals")) == ["0", "3"]


def test_a_year_before_a_number_is_not_its_thousands():
    """Thousands stand in groups of three: in front of a blank there are three digits at the most."""
    assert list(find_numbers("In 2026 300 boats sailed", exact=True)) == ["2026", "300"]


@pytest.mark.parametrize(
    ("names", "consonants"),
    [
        (("Putin", "Путин", "بوتين", "Πούτιν"), "ptn"),
        (("Zelensky", "Зеленский", "Zelenskyy"), "slnsk"),
        (("Moscow", "Москва"), "msk"),
        (("Merkel", "Меркель", "ميركل"), "mrkl"),
        (("Pedro", "Педро", "पेड्रो"), "ptr"),
        (("Wien", "Vien"), "fn"),
    ],
)
def test_a_name_has_one_skeleton_in_every_script(names, consonants):
    """The consonants of a name survive its way through alphabets, or all but the last of them."""
    assert {skeleton(name)[: len(consonants)] for name in names} == {consonants}


@given(WORDS)
def test_a_skeleton_is_small_and_repeats_no_letter(word):
    """It holds lower-case letters without vowels, and no letter twice in a row."""
    found = skeleton(word)

    assert found == found.lower()
    assert not set(found) & set("aeiou")
    assert all(first != second for first, second in itertools.pairwise(found))


@given(st.lists(WORDS.filter(lambda word: word == "".join(word.split()))))
def test_words_looked_at_together_have_the_skeletons_that_each_has(words):
    """In one look or word by word, in ASCII or not, nothing else is found."""
    assert skeletons(words) == set(map(skeleton, words))


SENTENCE = st.lists(
    st.sampled_from(
        ["Kavala", "“Thasos”", "the", '"Ferry', "(Artemis", "O'Brien-Lee", "Καβάλα", "élan", "Étienne", "- Wu", "of"]
    ),
    min_size=1,
    max_size=5,
).map(" ".join)


@given(st.lists(SENTENCE, min_size=1, max_size=6))
def test_an_article_has_the_names_that_its_sentences_have(sentences):
    """Read together, sentences in ASCII and others keep their first words to themselves."""
    names = {skeleton(name) for sentence in sentences for name in find_names(sentence)}

    assert facts_of(*sentences).names == {name for name in names if len(name) > 2}


def test_names_are_the_words_with_a_capital_inside_a_sentence():
    """The first word of a sentence has its capital from its place, also behind a quotation mark."""
    assert find_names("Yesterday Marta Kovac spoke in Lisbon.") == ["Marta", "Kovac", "Lisbon"]
    assert find_names('"Nobody told Marta."') == ["Marta"]
    assert find_names("Вчера Марта Ковач была в Лиссабоне") == ["Марта", "Ковач", "Лиссабоне"]
    assert find_names("東京で地震がありました") == []


def test_the_facts_of_an_article_are_those_of_its_title_and_body():
    """Numbers count in the headline too; names do not, where every word may have a capital."""
    facts = facts_of("The ferry sank off Kavala with 120 aboard.", title="Ferry Sinks With 97 Cars")

    assert set(facts.numbers) == {"12", "97"}
    assert facts.names == {skeleton("Kavala")}
    assert {skeleton("ferry"), skeleton("sank"), skeleton("cars")} <= facts.tokens


def test_what_unlike_articles_share_is_no_fact_of_one_of_them():
    """A publisher's own address and founding year under every release count only where there is nothing else."""
    about = "Founded in 1874, the firm Halvard has its seat in Bergen."
    release = facts_of("The new plant in Ghent cost 612 million.", about, common=1)

    assert set(release.numbers) == {"612"}
    assert skeleton("Ghent") in release.names
    assert skeleton("Bergen") not in release.names
    assert set(facts_of(about, common=1).numbers) == {"1874"}


def test_long_numbers_weigh_more_than_short_ones():
    """Small numbers are spelled out, or met by chance."""
    weights = facts_of("7 and 41 and 836 and 1984 and 12345").numbers

    assert list(weights.values()) == sorted(weights.values())
    assert all(0.0 < weight <= 1.0 for weight in weights.values())


def test_numbers_agree_across_languages():
    """A translation has the numbers of its original, in its own convention."""
    english = facts_of("The dam holds 1.5 million tonnes and cost 2,480 crowns.")
    arabic = facts_of("يحتوي السد على ١٬٥٠٠٬٠٠٠ طن وكلف ٢٬٤٨٠ كرونة.", language="ar")

    assert agreement_of_numbers(english, arabic) == 1.0


def test_names_agree_across_scripts():
    """A translation has the names of its original, in its own letters."""
    english = facts_of("Yesterday Marta Ivanova met Boris Petrov in Moscow.")
    russian = facts_of("Вчера Марта Иванова встретила Бориса Петрова в Москве.", language="ru")
    other = facts_of("Вчера Ольга Кузнецова приехала в Ригу.", language="ru")

    assert agreement_of_names(english, russian) > agreement_of_names(english, other)
    assert agreement_of_names(english, russian) >= 0.6


@pytest.mark.parametrize("agreement", [agreement_of_numbers, agreement_of_names, agreement_of_figures])
def test_facts_agree_with_themselves_and_alike_from_both_sides(agreement):
    """Agreement with itself is 1, it is a share, and neither side is the first."""
    left = facts_of("At 1984 metres Marta Kovac met 37 goats near Lisbon.")
    right = facts_of("At 1984 metres Marta Silva met 41 goats near Porto.")

    assert agreement(left, left) == 1.0
    assert agreement(left, right) == agreement(right, left)
    assert 0.0 < agreement(left, right) < 1.0


def test_what_one_side_lacks_altogether_is_not_disagreement():
    """Without numbers, or without names that can be told, there is nothing to agree on."""
    bare = facts_of("the ferry sank in the night")

    assert agreement_of_numbers(bare, facts_of("it cost 2480 crowns")) is None
    assert agreement_of_numbers(facts_of("3 boats"), facts_of("5 boats")) is None
    assert agreement_of_names(bare, bare) is None
    assert agreement_of_figures(bare, bare) is None


def test_figures_that_either_side_lacks_count_against_a_pair():
    """A short report has few numbers, all of which an unlike one may have; what it lacks tells them apart."""
    short, long = facts_of("It cost 2480 crowns."), facts_of("It cost 2480 crowns, took 1733 days and 611 people.")

    assert agreement_of_numbers(short, long) == 1.0
    assert 0.0 < agreement_of_figures(short, long) < 0.5


def test_figures_agree_across_languages_spelled_or_not():
    """Numbers in words and days by name are the same facts in another language."""
    english = facts_of("On Friday, 20 January, three and a half million watched two boats.")
    russian = facts_of("В пятницу, 20 января, 3,5 млн смотрели на 2 лодки.", language="ru")

    assert agreement_of_figures(english, russian) == 1.0


def test_a_day_that_only_one_side_names_is_no_disagreement():
    """One newsroom writes Friday, another the 16th; two that name different days disagree."""
    friday, bare = facts_of("It cost 2480 crowns on Friday."), facts_of("It cost 2480 crowns.")

    assert agreement_of_figures(friday, bare) == 1.0
    assert agreement_of_figures(friday, facts_of("It cost 2480 crowns on Sunday.")) < 1.0


@given(st.lists(st.integers(0, 9)), st.lists(st.integers(0, 9)))
def test_what_differs_stands_on_one_side_only(left, right):
    """Each side's own are sorted, distinct and not on the other side."""
    only_left, only_right = differing(map(str, left), map(str, right))

    assert set(only_left) == set(map(str, left)) - set(map(str, right))
    assert set(only_right) == set(map(str, right)) - set(map(str, left))
    assert list(only_left) == sorted(set(only_left))


@pytest.mark.parametrize(
    ("left", "right", "conflict"),
    [
        ("Harbour trust reports for October", "Harbour trust reports for November", 1.0),
        ("Harbour trust earns 12 million", "Harbour trust earns 47 million", 1.0),
        ("Harbour trust reports for October", "The trust in October", 0.0),
        ("Harbour trust reports", "The trust in October", 0.0),
        ("Harbour trust reports", "The trust reports", None),
    ],
)
def test_a_headline_that_names_what_the_other_article_lacks_is_in_conflict(left, right, conflict):
    """A number or a month of a headline stands in the other article, or the two report of different things."""
    body = "The trust told its holders what October brought in."
    ours = facts_of(body, title=left)
    theirs = facts_of(body if "October" in right or "October" not in left else "The trust told its holders.", title=right)

    assert conflict_of_headlines(ours, theirs) == conflict_of_headlines(theirs, ours) == conflict


def test_a_number_of_the_headline_may_stand_in_the_body_of_the_other():
    """A headline written anew leaves its number to the text."""
    ours = facts_of("The trust earned 12 million.", title="Trust earns 12 million")
    theirs = facts_of("The trust earned 12 million.", title="A good year for the trust")

    assert conflict_of_headlines(ours, theirs) == 0.0


def test_facts_that_are_packed_are_those_that_are_found():
    """Packed in whatever order, and with others that are found when they are asked for, an article's facts are its own."""
    articles = [
        prepared("a", "The ferry Artemis left Kavala on 3 March with 120 aboard."),
        prepared("b", "Der Damm in Passau fasst 1,5 Millionen Tonnen.", language="de"),
        prepared("c", "東京で地震がありました", language="ja"),
    ]
    is_common = [[False] * len(article.segments) for article in articles]
    found = [find_facts(article, common) for article, common in zip(articles, is_common, strict=True)]
    packed = FactsOf(articles, is_common, (2, 0), map(pack_facts, (found[2], found[0])), n_kept=1)

    assert list(packed) == found
    assert packed[-1:] == tuple(found[2:])
