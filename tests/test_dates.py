"""Dates: written out, relative to publication, and phrases that leave the day open."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

import airmap
from airmap.mentions.dates import dates_in
from airmap.records import PartialDate

PUBLISHED = PartialDate(2015, 11, 30)  # a Monday


@pytest.mark.parametrize(
    ("text", "start", "end", "precision"),
    [
        ("on 24 November 2015", "2015-11-24", "2015-11-24", "day"),
        ("on November 24, 2015", "2015-11-24", "2015-11-24", "day"),
        ("on Nov. 24", "2015-11-24", "2015-11-24", "day"),
        ("on the 3rd of May 1987", "1987-05-03", "1987-05-03", "day"),
        ("from 20 to 22 June 2019", "2019-06-20", "2019-06-22", "day"),
        ("on 2015-11-24", "2015-11-24", "2015-11-24", "day"),
        ("on 24.11.2015", "2015-11-24", "2015-11-24", "day"),
        ("on 11/24/2015", "2015-11-24", "2015-11-24", "day"),
        ("on Sunday", "2015-11-29", "2015-11-29", "day"),
        ("on Monday", "2015-11-30", "2015-11-30", "day"),
        ("last Monday", "2015-11-23", "2015-11-23", "day"),
        ("yesterday", "2015-11-29", "2015-11-29", "day"),
        ("two days ago", "2015-11-28", "2015-11-28", "day"),
        ("earlier this month", "2015-11-01", "2015-11-30", "month"),
        ("last year", "2014-01-01", "2014-12-31", "year"),
        ("in August", "2015-08-01", "2015-08-31", "month"),
        ("in December", "2015-12-01", "2015-12-31", "month"),
        ("in March 2014", "2014-03-01", "2014-03-31", "month"),
        ("in 2012", "2012-01-01", "2012-12-31", "year"),
        ("a month ago", "2015-10-01", "2015-10-31", "month"),
        ("from 30 October to 1 November 2015", "2015-10-30", "2015-11-01", "day"),
        ("between Nov. 3 and Nov. 5", "2015-11-03", "2015-11-05", "day"),
        ("6 a.m. 27 November (Fri.) to 6 a.m. 28 November", "2015-11-27", "2015-11-28", "day"),
        ("in the night of 24 November", "2015-11-24", "2015-11-25", "day"),
        ("on 24-Nov-2015", "2015-11-24", "2015-11-24", "day"),
        ("on 2015/11/24", "2015-11-24", "2015-11-24", "day"),
        ("on 5/11/2015", "2015-11-05", "2015-11-05", "day"),
        ("a week ago", "2015-11-23", "2015-11-23", "day"),
        ("six weeks ago", "2015-10-16", "2015-10-22", "day"),
        ("in the last 24 hours", "2015-11-29", "2015-11-30", "day"),
        ("three hours ago", "2015-11-29", "2015-11-30", "day"),
        ("over the weekend", "2015-11-28", "2015-11-29", "day"),
        ("a few days ago", "2015-11-23", "2015-11-28", "day"),
        ("on the 17th, at dawn", "2015-11-17", "2015-11-17", "day"),
        ("on the 3rd of last month", "2015-10-03", "2015-10-03", "day"),
        ("on Tuesday of last week", "2015-11-24", "2015-11-24", "day"),
        ("overnight into Saturday", "2015-11-27", "2015-11-28", "day"),
        ("on May Day", "2015-05-01", "2015-05-01", "day"),
        ("on Christmas Eve 1968", "1968-12-24", "1968-12-24", "day"),
        ("on Good Friday", "2015-04-03", "2015-04-03", "day"),
        ("the day before", "2015-11-29", "2015-11-29", "day"),
        ("will meet on Friday", "2015-12-04", "2015-12-04", "day"),
    ],
)
def test_what_a_phrase_means(text: str, start: str, end: str, precision: str) -> None:
    (found,) = dates_in(text, PUBLISHED)
    assert (str(found.when.start), str(found.when.end), found.when.precision) == (start, end, precision)


@pytest.mark.parametrize(
    ("text", "second"),
    [
        ("They left on 24 November. That evening", "2015-11-24"),
        ("They left on Friday. The next day", "2015-11-28"),
        ("It began on 20 November and ended two days later.", "2015-11-22"),
        ("It ended on 20 November; two days earlier it rained.", "2015-11-18"),
    ],
)
def test_a_day_told_from_the_day_before_it(text: str, second: str) -> None:
    _, found = dates_in(text, PUBLISHED)
    assert str(found.when.start) == second


@pytest.mark.parametrize("text", ["That evening they left.", "on the 38th parallel", "a May Day call", "5/6/2015"])
def test_what_no_day_can_be_told_from(text: str) -> None:
    assert dates_in(text, PUBLISHED) == ()


def test_two_days_beside_each_other_are_no_stretch() -> None:
    assert len(dates_in("on 3 May and 8 May 2010", None)) == 2


def test_an_open_day_is_known_to_be_past() -> None:
    (found,) = dates_in("on one occasion", PUBLISHED)
    assert (found.when.start, found.when.end, found.when.quote) == (None, dt.date(2015, 11, 30), "on one occasion")


@pytest.mark.parametrize(
    "text",
    ["May said so", "it may go", "the march north", "at 12:30", "4/5/2015", "31 February 2015", "Sunday", "yesterday"],
)
def test_what_is_no_date_without_a_day_of_publication(text: str) -> None:
    assert dates_in(text, None) == ()


@given(st.dates(dt.date(1950, 1, 1), dt.date(2049, 12, 31)))
def test_every_full_date_is_read_back(day: dt.date) -> None:
    for text in (f"{day:%d %B %Y}", f"{day:%B} {day.day}, {day.year}", day.isoformat(), f"{day:%d.%m.%Y}"):
        (found,) = dates_in(f"It was {text}.", None)
        assert (found.when.start, found.when.end) == (day, day)


@given(st.text(max_size=200))
def test_offsets_point_at_the_quote_in_any_text(text: str) -> None:
    for mention in dates_in(text, PUBLISHED):
        assert text[mention.span.start : mention.span.end] == mention.span.quote


def test_a_colon_after_a_date_leaves_it_its_year() -> None:
    (mention,) = dates_in("January 30, 2020: talks in Kyiv", None)
    assert str(mention.when.start) == "2020-01-30"


def test_a_date_that_opens_an_entry_of_a_chronicle_is_of_what_it_tells() -> None:
    text = "30 January 2020: Two Russian jets violated Estonian airspace."
    (found,) = airmap.parse(text, published="2020-02-10").readings[0].incidents
    assert found.when is not None
    assert str(found.when.start) == "2020-01-30"
