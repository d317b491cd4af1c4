"""Mail messages (.eml), such as newsletters and alerts, to articles."""

from __future__ import annotations

import email
import email.policy
from collections.abc import Iterator
from email.message import EmailMessage

from airmap.readers import dates, texts
from airmap.readers.base import Failure, Item, Settings, Source
from airmap.readers.html import text_of_fragment
from airmap.records import Article


def read_mail(data: bytes, source: Source, settings: Settings) -> Iterator[Item]:
    """Yield the article that a message's body holds: its plain text, else its HTML. Attachments are not opened."""
    del settings
    # The readers of mail in the standard library raise all kinds of errors on headers made to break them.
    try:
        yield from _article(email.message_from_bytes(data, policy=email.policy.default), source)
    except (ValueError, LookupError, TypeError, AttributeError, IndexError, RecursionError) as error:
        reason = f"{type(error).__name__}: {error}"[:120]
        yield Failure(source.name, None, f"the message cannot be read ({reason})", "save it again, or give its text")


def _article(message: EmailMessage, source: Source) -> Iterator[Item]:
    body = message.get_body(preferencelist=("plain", "html"))
    if body is None or not (content := body.get_content()) or not isinstance(content, str):
        yield Failure(source.name, None, "the message has no text", "give the article itself")
        return
    text = text_of_fragment(content) if body.get_content_type() == "text/html" else texts.clean(
        content.replace("\r\n", "\n"))
    published = None
    try:
        published = dates.parse_published(str(message["date"]) if message["date"] else None)
    except ValueError as error:
        yield Failure(source.name, None, str(error), "read without a date", warning=True)
    sender = message["from"]
    yield Article(id=source.id, text=text, title=_header(message["subject"]), published=published,
                  source=_header(sender.addresses[0].display_name or sender.addresses[0].domain)
                  if sender is not None and sender.addresses else None)


def _header(value: object) -> str | None:
    return texts.clean(str(value)).strip() or None if value else None
