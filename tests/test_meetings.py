"""Meetings of leaders, read from sentences of our own."""

import pytest

import airmap
from airmap.records import Meeting


def meetings(text: str) -> tuple[Meeting, ...]:
    return airmap.parse(text, published="2021-06-16").readings[0].meetings


@pytest.mark.parametrize(
    ("text", "place", "status", "kind"),
    [
        ("President Joe Biden and President Vladimir Putin met in Geneva on Wednesday.", "Geneva", "held", "bilateral"),
        ("Prime Minister Mark Rutte held talks with Chancellor Angela Merkel in Berlin.", "Berlin", "held", "talks"),
        ("Leaders of the G7 will gather for a summit in Hiroshima next week.", "Hiroshima", "planned", "summit"),
        ("The foreign minister cancelled his visit to Norway after the protest.", "Norway", "cancelled", "visit"),
        ("Chancellor Olaf Scholz flew to Kyiv to meet President Volodymyr Zelensky.", "Kyiv", "held", "visit"),
        ("The two presidents signed a treaty on border waters in Vienna.", "Vienna", "held", "signing"),
        ("CARTAGENA, Colombia - The Summit of the Americas broke up on Sunday.", "CARTAGENA", "held",
         "summit"),
        ("Emmanuel Macron flew to Moscow on Monday to see Vladimir Putin.", "Moscow", "held", "visit"),
        ("Erdogan and Putin gather in Tehran with the Iranian president.", "Tehran", "held", "bilateral"),
        ("The envoys are due in Muscat on Sunday for talks with the Iranian minister.", "Muscat", "planned", "talks"),
        ("The Russian and American foreign ministers met in the Peruvian capital.", "Peruvian", "held", "bilateral"),
    ],
)
def test_place_and_status(text: str, place: str, status: str, kind: str) -> None:
    (found,) = meetings(text)
    assert (found.place_name, found.status, found.kind) == (place, status, kind)


@pytest.mark.parametrize("text", [
    "Germany and France met in the semi-final in Marseille.",
    "At a news conference in Helsinki the president sided with his guest.",
    "Police met protesters in Nairobi with tear gas.",
    "Shareholders will meet in Frankfurt in May.",
    "A Kenyan climber reached the summit of Kilimanjaro.",
])
def test_sport_police_and_business_are_no_meetings(text: str) -> None:
    assert meetings(text) == ()


def test_a_meeting_on_the_sidelines_is_one_record() -> None:
    (found,) = meetings("President Alar Karis met President Sauli Niinistö in New York on the sidelines of the UN "
                        "General Assembly on Tuesday.")
    assert found.kind == "bilateral"
    assert found.sidelines_of is not None
    assert "General Assembly" in found.sidelines_of
    assert found.place_name == "New York"
    assert found.when is not None
    assert str(found.when.start) == "2021-06-15"
    assert len(found.participants) == 2


@pytest.mark.parametrize(
    "text",
    [
        "Three climbers reached the summit of the mountain in Nepal on Sunday.",
        "The striker met the ball in the box and scored in Munich.",
        "She met her husband in Paris in 1998.",
        "Shareholders will hold their annual meeting in Chicago.",
        "The aircraft landed in Oslo and the crew went home.",
    ],
)
def test_what_is_no_meeting_of_leaders(text: str) -> None:
    assert [m for m in meetings(text) if m.place_name] == []


def test_the_same_meeting_told_twice_is_one() -> None:
    found = meetings("Biden and Putin meet in Geneva\n\nUS President Joe Biden met Russian President Vladimir Putin in "
                     "Geneva on Wednesday. The talks in Geneva lasted three hours, President Biden said.")
    assert [m.place_name for m in found] == ["Geneva"]
    assert found[0].participants == ("Joe Biden", "Vladimir Putin")
    assert len(found[0].evidence) >= 2
