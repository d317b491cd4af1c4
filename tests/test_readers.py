"""Every input format to articles: ids, dates, titles, encodings."""

from __future__ import annotations

import datetime as dt
import gzip
import io
import json
from email.message import EmailMessage
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from airmap.errors import InputError
from airmap.readers import Columns, Failure, Settings, read_articles
from airmap.readers.dates import dateline, parse_published
from airmap.readers.texts import clean, foreign_language
from airmap.records import Article, PartialDate

STORY = ("Two fighters crossed the border near the river on Tuesday, the defence ministry said. They were in the "
         "country's airspace for about a minute and then turned back to the base from which they had come.")


def only(path: Path, **options: object) -> Article:
    items = [i for i in read_articles([path], **options) if not (isinstance(i, Failure) and i.warning)]
    assert len(items) == 1, items
    assert isinstance(items[0], Article), str(items[0])
    return items[0]


def failures(*paths: Path, **options: object) -> list[str]:
    return [str(i) for i in read_articles(paths, **options) if isinstance(i, Failure)]


@pytest.mark.parametrize(("written", "expected"), [
    ("2015", (2015, None, None)), ("2015-11", (2015, 11, None)), ("2015-11-30", (2015, 11, 30)),
    ("2015-11-30T23:15:00Z", (2015, 11, 30)), ("2015-11-30 08:15", (2015, 11, 30)), ("20151130", (2015, 11, 30)),
    ("2015/11/30", (2015, 11, 30)), ("30 November 2015", (2015, 11, 30)), ("Nov. 30, 2015", (2015, 11, 30)),
    ("November 30th, 2015", (2015, 11, 30)), ("Mon, 30 Nov 2015 08:15:00 +0200", (2015, 11, 30)),
    ("11/30/2015", (2015, 11, 30)), ("30/11/2015", (2015, 11, 30)), (dt.date(2015, 11, 30), (2015, 11, 30)),
    (dt.datetime(2015, 11, 30, 8, 15), (2015, 11, 30)), ("", None), (None, None), ("NaN", None),
    (2015, (2015, None, None)),
])
def test_publication_dates(written: object, expected: tuple[int | None, ...] | None) -> None:
    assert parse_published(written) == expected


@pytest.mark.parametrize("written", ["2015-13-45", "2015-02-30", "yesterday", "0000-01-01", "5/6/2015", "99999-01-01"])
def test_what_is_no_date_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match=r"no date|no day"):
        parse_published(written)


@pytest.mark.parametrize(("text", "expected"), [
    ("A headline\n\nOSLO, 3 March 2021 - Two jets were seen.", PartialDate(2021, 3, 3)),
    ("TEL AVIV, Israel (Agency), March 3, 2021 — Two jets.", PartialDate(2021, 3, 3)),
    ("Published: 2021-03-03\nTwo jets were seen.", PartialDate(2021, 3, 3)),
    ("Two leaders shake hands in Oslo. March 3, 2021. (Photo: Someone)\nText.", PartialDate(2021, 3, 3)),
    ("Two jets crossed the line on 3 March 2021, the ministry said.", None),
    ("On March 3, 2021 two jets crossed the line.", None),
    ("The treaty of 3 March 2021 - which nobody kept - was on the table.", None),
])
def test_datelines_and_captions_but_not_running_text(text: str, expected: PartialDate | None) -> None:
    assert dateline(text) == expected


def test_plain_text_takes_its_name_as_id_and_its_dateline_as_date(tmp_path: Path) -> None:
    path = tmp_path / "one story.txt"
    path.write_text(f"OSLO, 3 March 2021 - {STORY}")
    article = only(path)
    assert (article.id, article.published) == ("one story", PartialDate(2021, 3, 3))


def test_windows_line_ends_and_byte_order_marks(tmp_path: Path) -> None:
    for encoding in ("utf-8-sig", "utf-16", "utf-32"):
        path = tmp_path / f"{encoding}.txt"
        path.write_bytes(f"{STORY}\r\nPrzewodów.\r\n".encode(encoding))
        assert only(path).text == f"{STORY}\nPrzewodów.\n"


def test_markdown_front_matter(tmp_path: Path) -> None:
    path = tmp_path / "story.md"
    path.write_text(f"---\ntitle: A crossing\ndate: 2021-03-03\n---\n# Head\n\n{STORY}\n")
    article = only(path)
    assert (article.title, article.published) == ("A crossing", PartialDate(2021, 3, 3))
    assert article.text[path.read_text().index("Two"):].startswith("Two fighters")


def test_html_gives_the_article_and_not_the_menu(tmp_path: Path) -> None:
    paragraphs = "".join(f"<p>{STORY} Paragraph {n}.</p>" for n in range(4))
    path = tmp_path / "page.html"
    path.write_text(f"""<!doctype html><html lang="en"><head><title>A crossing at dawn</title>
        <meta property="og:site_name" content="The Border Post"><meta property="article:published_time"
        content="2021-03-03T05:00:00Z"></head><body><nav><a href="/">Home</a> <a href="/sport">Sport news menu</a></nav>
        <article><h1>A crossing at dawn</h1>{paragraphs}</article>
        <footer>Cookie settings and imprint</footer></body></html>""")
    article = only(path)
    assert "Two fighters crossed" in article.text
    assert "Sport news menu" not in article.text
    assert "Cookie" not in article.text
    assert (article.published, article.source) == (PartialDate(2021, 3, 3), "The Border Post")
    assert article.title == "A crossing at dawn"


def test_html_in_its_declared_encoding(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    head = '<head><meta charset="windows-1252"></head>'
    text = f"<html>{head}<body><article><p>{STORY} Café.</p></article></body></html>"
    path.write_bytes(text.encode("windows-1252"))
    assert "Café" in only(path).text


@pytest.mark.parametrize("ending", [".jsonl", ".jsonl.gz", ".jsonl.zst", ".ndjson"])
def test_json_lines_packed_or_not(tmp_path: Path, ending: str) -> None:
    lines = [{"id": 7, "text": STORY, "date": "2021-03", "title": "T", "source": "S", "mood": "dark"},
             {"text": STORY}]
    data = "\n".join(map(json.dumps, lines)).encode()
    if ending.endswith(".gz"):
        data = gzip.compress(data)
    elif ending.endswith(".zst"):
        data = pytest.importorskip("zstandard").compress(data)
    path = tmp_path / f"in{ending}"
    path.write_bytes(data)
    first, second = read_articles([path])
    assert isinstance(first, Article)
    assert isinstance(second, Article)
    assert (first.id, first.published, first.title, first.source) == ("7", PartialDate(2021, 3), "T", "S")
    assert first.extra == {"mood": "dark"}
    assert second.id == "in-2"


def test_a_json_list_of_articles(tmp_path: Path) -> None:
    path = tmp_path / "in.json"
    path.write_text(json.dumps([{"id": "a", "body": STORY}, 3]))
    article, failure = read_articles([path])
    assert isinstance(article, Article)
    assert "record 2: it is int, not an object" in str(failure)


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_csv_with_usual_and_with_named_columns(tmp_path: Path, delimiter: str) -> None:
    path = tmp_path / "in.csv"
    quoted = STORY.replace('"', '""')
    rows = [["nr", "Body", "when"], ["1", f'"{quoted}\nMore."', "2021-03-03"]]
    path.write_text("\n".join(map(delimiter.join, rows)))
    article = only(path, columns=Columns(date="when", id="nr"))
    assert (article.id, article.published) == ("1", PartialDate(2021, 3, 3))
    assert article.text == f"{STORY}\nMore."


def test_csv_with_unbalanced_quotes_loses_one_row_only(tmp_path: Path) -> None:
    path = tmp_path / "in.csv"
    path.write_text(f'id,text\na,"{STORY}"\nb,"never closed {STORY}\nc,"{STORY}"\nd,"{STORY}"\n')
    items = list(read_articles([path]))
    assert [i.id for i in items if isinstance(i, Article)] == ["a", "c", "d"]
    assert [i.record for i in items if isinstance(i, Failure)] == ["line 3"]


def test_csv_without_a_text_column_says_which_there_are(tmp_path: Path) -> None:
    path = tmp_path / "in.csv"
    path.write_text("one,two\n1,2\n")
    (line,) = failures(path)
    assert "one, two" in line
    assert "--text-column" in line
    (line,) = failures(path, columns=Columns(text="three"))
    assert "'three'" in line


def test_parquet(tmp_path: Path) -> None:
    import pandas as pd

    path = tmp_path / "in.parquet"
    days = pd.to_datetime(["2021-03-03", None])
    pd.DataFrame({"id": [1, 2], "content": [STORY, None], "date": days}).to_parquet(path)
    article, failure = read_articles([path])
    assert isinstance(article, Article)
    assert (article.id, article.published) == ("1", PartialDate(2021, 3, 3))
    assert "row 2 (2): the field 'content' holds no text but null" in str(failure)
    pd.DataFrame({"text": [1.5]}).to_parquet(path)
    (line,) = failures(path)
    assert "holds double, not text" in line


RSS = """<?xml version="1.0"?><rss version="2.0"><channel><title>Border Wire</title>
<item><guid>g1</guid><title>A &amp; B</title><link>http://example.org/1</link>
<pubDate>Wed, 03 Mar 2021 05:00:00 GMT</pubDate><description>{story}</description></item>
<item><guid>g2</guid><title>Empty</title></item></channel></rss>"""


def test_feeds(tmp_path: Path) -> None:
    path = tmp_path / "feed.xml"
    path.write_text(RSS.format(story=f"&lt;p&gt;{STORY}&lt;/p&gt;"))
    article, failure = read_articles([path])
    assert isinstance(article, Article)
    assert (article.id, article.title, article.source) == ("g1", "A & B", "Border Wire")
    assert (article.published, article.text) == (PartialDate(2021, 3, 3), STORY)
    assert "entry 2: the entry has no text" in str(failure)


def test_mail(tmp_path: Path) -> None:
    message = EmailMessage()
    message["Subject"], message["From"] = "A crossing", "Border Wire <wire@example.org>"
    message["Date"] = "Wed, 03 Mar 2021 05:00:00 +0000"
    message.set_content(STORY)
    message.add_alternative(f"<p>{STORY}</p>", subtype="html")
    message.add_attachment(b"\0" * 100, maintype="application", subtype="octet-stream", filename="x.bin")
    path = tmp_path / "letter.eml"
    path.write_bytes(bytes(message))
    article = only(path)
    assert (article.id, article.title, article.source) == ("letter", "A crossing", "Border Wire")
    assert article.published == PartialDate(2021, 3, 3)
    assert " ".join(article.text.split()) == STORY


@pytest.mark.parametrize("packed", [False, True])
def test_web_archives(tmp_path: Path, packed: bool) -> None:
    pytest.importorskip("warcio")
    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    path = tmp_path / ("crawl.warc.gz" if packed else "crawl.warc")
    page = f"<html><body><article><p>{STORY}</p><p>{STORY} Again.</p></article></body></html>".encode()
    with path.open("wb") as stream:
        writer = WARCWriter(stream, gzip=packed)
        for status, kind, body in (("200 OK", "text/html; charset=utf-8", page), ("404 Not Found", "text/html", page),
                                   ("200 OK", "image/png", b"\x89PNG")):
            headers = StatusAndHeaders(status, [("Content-Type", kind)], protocol="HTTP/1.0")
            writer.write_record(writer.create_warc_record("http://example.org/story", "response", io.BytesIO(body),
                                                          http_headers=headers))
    article = only(path)
    assert article.id == article.url == "http://example.org/story"
    assert "Two fighters" in article.text


def test_folders_globs_and_ids_inside_them(tmp_path: Path) -> None:
    for name in ("b.txt", "a.txt", "sub/a.txt", ".hidden.txt", "picture.png"):
        (tmp_path / "in" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "in" / name).write_text(STORY)
    items = list(read_articles([tmp_path / "in"]))
    assert [i.id for i in items if isinstance(i, Article)] == ["a", "b", "sub/a"]
    assert [str(i) for i in items if isinstance(i, Failure) and "1 .png" in i.problem]
    globbed = read_articles([str(tmp_path / "in" / "**" / "a.txt")])
    assert [i.id for i in globbed if isinstance(i, Article)] == ["a", "a"]


def test_what_does_not_exist_is_refused(tmp_path: Path) -> None:
    for path in (tmp_path / "none.txt", tmp_path / "*.txt"):
        with pytest.raises(InputError, match="check the path"):
            list(read_articles([str(path)]))


@pytest.mark.parametrize(("text", "language"), [
    ("Die Maschine ist nach Angaben des Amtes in den Luftraum eingedrungen und wurde von der Luftwaffe begleitet.",
     "German"),
    ("Un avion de chasse est entré dans l'espace aérien du pays et il a été intercepté par des avions de la force.",
     "French"),
    ("Российский самолёт нарушил воздушное пространство страны и был перехвачен истребителями.", "Cyrillic"),
    ("一架军机进入防空识别区，国防部说。", "Chinese"),
    ("دخلت طائرة المجال الجوي للبلاد يوم الثلاثاء", "Arabic"),
    ("Rus uçağı sınırı geçerek ülkenin hava sahasına girdi ve daha sonra bir açıklama yapıldı ama bu olay için çok az "
     "bilgi var.", "Turkish"),
])
def test_other_languages_are_told(text: str, language: str) -> None:
    assert language in (foreign_language(text) or "")


@pytest.mark.parametrize("text", [
    STORY, "Jet shot down.", "MOSCOW 1996 SCORES: Dynamo 3 Spartak 1, Rotor 2 Lokomotiv 2, CSKA 0 Torpedo 0, Zenit 1",
    "Su-24, MiG-31, Tu-95 and An-26 over Gotland, Öland, Bornholm, Saaremaa, Hiiumaa, Åland and Vaindloo islands",
    "Przewodów, Łódź and Świnoujście were named by the ministry in Warsaw as the places over which it flew.",
    "Two Soviet MiG-15s shot down a US Navy P2V Neptune off Siberia.",
])
def test_english_is_not_taken_for_another_language(text: str) -> None:
    assert foreign_language(text) is None


@given(st.text())
def test_cleaning_keeps_every_offset(text: str) -> None:
    cleaned = clean(text)
    assert len(cleaned) == len(text)
    cleaned.encode("utf-8")
    assert clean(cleaned) == cleaned


@given(st.text(max_size=60))
def test_dates_are_read_or_refused(text: str) -> None:
    try:
        date = parse_published(text)
    except ValueError:
        return
    assert date is None or date.first_day() <= date.last_day()


def test_seeds_are_read_with_their_datelines() -> None:
    seeds = Path(__file__).resolve().parent.parent / "seeds"
    items = list(read_articles([seeds], settings=Settings()))
    assert len(items) >= 12
    assert all(isinstance(i, Article) and i.published is not None and i.published.day for i in items)


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Jets over the bay\n\nTwo jets crossed the bay on Friday.\n", "Jets over the bay"),
        ("# Jets over the bay\n\nTwo jets crossed the bay.\n", "Jets over the bay"),
        ("Two jets crossed the bay on Friday.\n\nThey left.\n", None),
        ("Jets over the bay\nTwo jets crossed the bay on Friday.\n", None),
        ("Jets over the bay", None),
        ("", None),
    ],
)
def test_a_plain_texts_headline_is_its_title(text: str, title: str | None) -> None:
    from airmap.readers.texts import headline

    assert headline(text) == title
