"""Replies to an accusation: which of them deny it, whoever is accused of whatever.

Each reply is read after each accusation, so that a rule for one country, aircraft or word order does not pass for one
of the language.
"""

import tomllib

import pytest
from reading_cases import FOLDER, read

TABLE = tomllib.loads((FOLDER / "replies.toml").read_text(encoding="utf-8"))
ACCUSATIONS = TABLE["accusation"]
REPLIES = [(r, "disputed") for r in TABLE["denials"]] + [(r, "asserted") for r in TABLE["others"]]


@pytest.mark.parametrize(("reply", "status"), REPLIES, ids=[r[:50] for r, _ in REPLIES])
def test_a_reply_denies_or_leaves_the_accusation_standing(reply: str, status: str) -> None:
    for accusation in ACCUSATIONS:
        found = read(accusation["text"] + " " + reply.format(**accusation))
        told = [i for i in found if i.aircraft_state == accusation["whose"] and i.airspace == accusation["airspace"]]
        assert [i.status for i in told] == [status], (accusation["text"], reply, found)
        assert [i for i in found if i not in told and i.status != "denied"] == [], (accusation["text"], reply)


def test_who_reports_or_appears_leaves_nothing_open() -> None:
    (plain,) = read("Chisinau reports that a Romanian helicopter crossed into Moldovan airspace.")
    (open_,) = read("A Romanian helicopter reportedly crossed into Moldovan airspace.")
    assert (plain.hedged, open_.hedged) == (False, True)


def test_everybody_who_denies_is_named_and_nobody_who_denies_is_quoted_for_it() -> None:
    (found,) = read(
        "A Turkish F-16 shot down an Armenian Su-25 in Armenian airspace, Yerevan said. Ankara denied it; "
        "Baku called the report a fabrication."
    )
    assert (found.status, found.denied_by, found.attribution) == ("disputed", "Ankara; Baku", ("Yerevan",))
