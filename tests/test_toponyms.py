"""Which words name places: one sentence of our own for each kind of rule, and one that it must not take."""

import pytest

from airmap.gazetteer import Gazetteer
from airmap.mentions.toponyms import Mention, find_toponyms
from airmap.parsing import language


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.open(user=False)


def found(text: str, gazetteer: Gazetteer) -> dict[str, Mention]:
    return {m.span.quote: m for m in find_toponyms(language.analyse(text), gazetteer)}


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("The jet left Latakia and flew over the Golan Heights.", {"Latakia", "Golan Heights"}),
        ("PARIS — Two aircraft crossed into Estonia near Vaindloo on Friday.", {"PARIS", "Estonia", "Vaindloo"}),
        ("The flight began at Newark, N.J., and ended in Mobile, Ala.", {"Newark", "N.J.", "Mobile", "Ala."}),
        ("Deputies in Bibb County, Georgia, called for help.", {"Bibb County", "Georgia"}),
        ("US Jets Shot Down Two Fighters Over The Gulf Of Sidra In The Central Mediterranean.",
         {"US", "Gulf Of Sidra", "Mediterranean"}),
        ("The Gulf of Finland and the Black Sea were closed.", {"Gulf of Finland", "Black Sea"}),
        ("N. Korea and the UAE protested to the U.S. about it.", {"N. Korea", "UAE", "U.S."}),
        ("Jets rose from Incirlik, Ämari and Kadena.", {"Incirlik", "Ämari", "Kadena"}),
        ("They flew past Gotland, Bornholm, Dokdo, Kinmen and Agathonisi.",
         {"Gotland", "Bornholm", "Dokdo", "Kinmen", "Agathonisi"}),
        ("A missile fell on Przewodow, a village in Poland.", {"Przewodow", "Poland"}),
        ("The People's Republic of China sent ships to the Senkaku Islands.",
         {"People's Republic of China", "Senkaku Islands"}),
        ("They drove from Reading, England, to Nice, France.", {"Reading", "England", "Nice", "France"}),
        ("Russia's jets and Poland’s drones met over the sea.", {"Russia", "Poland"}),
        ("A U.S.-led patrol landed in Djibouti.", {"U.S.", "Djibouti"}),
        ("The talks moved from Port-au-Prince to Santo Domingo.", {"Port-au-Prince", "Santo Domingo"}),
        ("Troops held the villages of Zarqoun and Belbessa in Syria.", {"Zarqoun", "Belbessa", "Syria"}),
    ],
)
def test_places_are_found(text: str, names: set[str], gazetteer: Gazetteer) -> None:
    mentions = found(text, gazetteer)
    assert names <= set(mentions), set(mentions)


@pytest.mark.parametrize(
    ("text", "not_places"),
    [
        ("Paris Hilton met Jordan Peele in Rome.", {"Paris", "Jordan"}),
        ("Israel Radio said so, and the Washington Post repeated it.", {"Israel", "Washington"}),
        ("They drank Turkish coffee and ate Swiss cheese.", {"Turkish", "Swiss"}),
        ("In March the Reading was dull, and the Mobile rang.", {"March", "Reading", "Mobile"}),
        ("The minister met Angela Merkel, Jack London and Irving Berlin.", {"London", "Berlin", "Jack London"}),
        ("It cost US$10,000 to print the strain A/California/7 in the table.", {"US", "California"}),
        ("An African American pilot called it un-American.", {"African", "American"}),
        ("The Hong Kong flu and the Reston virus were compared.", {"Reston"}),
    ],
)
def test_what_is_no_place_is_left(text: str, not_places: set[str], gazetteer: Gazetteer) -> None:
    assert not not_places & set(found(text, gazetteer))


def test_demonyms_are_typed(gazetteer: Gazetteer) -> None:
    mentions = found("Turkish pilots chased a Russian bomber while South Korean and European envoys met.", gazetteer)
    assert {q: m.kind for q, m in mentions.items()} == dict.fromkeys(
        ("Turkish", "Russian", "South Korean", "European"), "demonym")
    assert mentions["South Korean"].candidates[0].place.country == "KOR"


def test_a_longer_name_is_no_demonym(gazetteer: Gazetteer) -> None:
    mentions = found("The plane crossed French Guiana and American Samoa.", gazetteer)
    assert {"French Guiana", "American Samoa"} <= set(mentions)
    assert "French" not in mentions


@pytest.mark.parametrize("text", ["Ankara had claimed that the jet crossed its border.", "Moscow denied the report.",
                                  "The Kremlin said nothing.", "Seoul protested."])
def test_a_capital_that_speaks_is_a_metonym(text: str, gazetteer: Gazetteer) -> None:
    (mention,) = found(text, gazetteer).values()
    assert mention.kind == "metonym"


def test_a_capital_that_is_only_a_place_is_none(gazetteer: Gazetteer) -> None:
    assert found("The two leaders met in Ankara on Monday.", gazetteer)["Ankara"].kind == "name"


def test_spans_are_the_texts_own_and_do_not_overlap(gazetteer: Gazetteer) -> None:
    text = "“The Sea of Japan,” she said — near Vladivostok’s coast, Russia.\n\nTOKYO (AP) -- Japan's jets rose.\n"
    mentions = find_toponyms(language.analyse(text), gazetteer)
    end = 0
    for mention in mentions:
        assert text[mention.span.start:mention.span.end] == mention.span.quote
        assert mention.span.start >= end
        end = mention.span.end
    assert {"Sea of Japan", "Vladivostok", "Russia", "TOKYO", "Japan"} <= {m.span.quote for m in mentions}


@pytest.mark.parametrize("text", ["", " \n\t ", "\0\0", "A", "I", "….", "U.S.", "O'" * 500, "Ä" * 3000, "(((",
                                  "St. " * 400,
                                  "{{ 7*7 }} <b>Paris</b>", "\u202eParis\u202c", "of of of"])
def test_odd_texts_do_not_fail(text: str, gazetteer: Gazetteer) -> None:
    for mention in find_toponyms(language.analyse(text), gazetteer):
        assert text[mention.span.start:mention.span.end] == mention.span.quote


def test_the_same_text_gives_the_same_mentions(gazetteer: Gazetteer) -> None:
    text = "Jets from Latakia crossed into Hatay; Turkey and Syria traded blame over Yayladagi."
    assert find_toponyms(language.analyse(text), gazetteer) == find_toponyms(language.analyse(text), gazetteer)
