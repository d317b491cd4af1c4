"""``airmap evaluate``: score the reading against annotated passages of one's own."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from airmap.errors import InputError


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("evaluate")(evaluate)


def evaluate(
    gold: Annotated[Path, typer.Argument(metavar="GOLD", help="Annotated passages, one JSON object a line.")],
    predicted: Annotated[Path | None, typer.Option(
        metavar="FILE", help="What airmap extract wrote; default: read the passages now.")] = None,
    misses: Annotated[bool, typer.Option("--misses", help="Also write each miss, one a line.")] = False,
    split: Annotated[int | None, typer.Option(
        metavar="SEED", help="Score two random halves apart, drawn with this seed.")] = None,
    format: Annotated[str, typer.Option(metavar="NAME", help="table or json.")] = "table",
    debug: Annotated[bool, typer.Option("--debug", help="Show the traceback of an error.")] = False,
) -> None:
    """Compare extracted incidents and meetings with annotated passages."""
    import random

    from airmap import evaluation

    if format not in ("table", "json"):
        raise InputError(f"--format {format}: give table or json")
    passages = _records(gold)
    for number, passage in enumerate(passages, 1):
        if "id" not in passage or not isinstance(passage.get("incidents"), list):
            raise InputError(f"{gold}: record {number}: no id or no list of incidents; annotate each passage with both")
    found = {str(r["id"]): r for r in _records(predicted)} if predicted else _read(passages)
    parts = {"all": passages}
    if split is not None:
        shuffled = random.Random(split).sample(passages, len(passages))
        half = len(shuffled) // 2
        parts |= {"first half": shuffled[:half], "second half": shuffled[half:]}
    tables = {name: evaluation.evaluate(part, found) for name, part in parts.items()}
    if format == "json":
        records = {name: t.as_record() for name, t in tables.items()}
        typer.echo(json.dumps(records["all"] if split is None else records, ensure_ascii=False))
    else:
        for name, table in tables.items():
            typer.echo(_as_text(table) if split is None else f"{name}\n{_as_text(table)}\n")
    if misses:
        for line in tables["all"].misses:
            typer.echo(line)


def _records(path: Path) -> list[dict[str, Any]]:
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: cannot be read ({error})") from error
    records = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
        except ValueError as error:
            raise InputError(f"{path}: line {number}: not JSON ({error}); write one object a line") from error
        if not isinstance(record, dict):
            raise InputError(f"{path}: line {number}: not an object; write one object a line")
        records.append(record)
    return records


def _read(passages: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    from airmap.pipeline import Options, read_article
    from airmap.readers.dates import parse_published
    from airmap.records import Article
    from airmap.serial import reading_to_dict

    options = Options(geometry=False)
    found = {}
    for passage in passages:
        article = Article(id=str(passage["id"]), text=str(passage.get("text") or ""), title=passage.get("title"),
                          published=parse_published(passage.get("date") or passage.get("published")),
                          source=passage.get("source"), url=passage.get("url"))
        found[article.id] = reading_to_dict(read_article(article, options))
    return found


def _as_text(table: Any) -> str:
    record = table.as_record()
    lines = [f"{record['passages']} passages", "", "             P      R      F1"]
    for name in ("detection", "exact", "meetings"):
        scores = record[name]
        lines.append(f"{name:<11} {scores['P']:.3f}  {scores['R']:.3f}  {scores['F1']:.3f}")
    lines += ["", f"false alarms on negative passages: {record['false_alarms']}",
              f"meeting dates: {record['meetings']['date']}", "", "fields of found incidents, right of stated:"]
    lines += [f"  {name:<10} {value}" for name, value in record["fields"].items()]
    return "\n".join(lines)
