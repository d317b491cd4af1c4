"""``airmap read``: web pages that the user names, as articles for the other commands."""

import sys
from pathlib import Path
from typing import Annotated

import typer


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("read")(read)


def read(
    urls: Annotated[list[str], typer.Argument(metavar="URL...", help="Addresses of articles or feeds.")],
    out: Annotated[Path | None, typer.Option(
        "--out", "-o", metavar="FILE", help="Write JSON Lines here; default: stdout.")] = None,
    private: Annotated[bool, typer.Option("--private", help="Allow addresses inside a private network.")] = False,
    seconds: Annotated[float, typer.Option(min=0.1, metavar="S", help="Longest time for one page.")] = 20.0,
    max_megabytes: Annotated[float, typer.Option(min=0.001, metavar="MB", help="Largest page.")] = 16.0,
    debug: Annotated[bool, typer.Option("--debug", help="Show the traceback of an error.")] = False,
) -> None:
    """Fetch articles politely and write them as JSON Lines: airmap read URL | airmap render - --input-format jsonl ...

    robots.txt is obeyed and a host is asked once a second at most. This is the only command that fetches pages.
    """
    import json

    from airmap.formats.files import replacing_text
    from airmap.readers import Failure, Limits, Settings
    from airmap.readers.web import Fetcher, fetch_articles
    from airmap.runs import session
    from airmap.runs.batch import Tally
    from airmap.runs.progress import Log

    tally = Tally()
    log = Log(tally, debug=debug)
    fetcher = Fetcher(Settings(limits=Limits(document_bytes=int(max_megabytes * 1e6))), seconds=seconds,
                      private=private)
    lines = []
    with session.explained(log, debug=debug):
        for item in fetch_articles(urls, fetcher):
            if isinstance(item, Failure):
                tally.count([item])
                log.failure(item)
                continue
            tally.articles += 1
            record = {"id": item.id, "url": item.url, "title": item.title, "source": item.source,
                      "published": item.published.isoformat() if item.published else None,
                      "language": item.language, "text": item.text}
            lines.append(json.dumps(record, ensure_ascii=False) + "\n")
        if out is not None and lines:
            with replacing_text(out) as stream:
                stream.writelines(lines)
        elif out is None:
            sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
            sys.stdout.writelines(lines)
        if not tally.articles:
            raise SystemExit(2)
        if tally.failures:
            raise SystemExit(1)
