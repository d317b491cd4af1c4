"""What readers leave open, judged by what was learned: events in words that none knows, over whose land, and whose.

Texts in which no reader found an event, looked at again with weights learned from labelled sentences.

The readers know ways of telling; what is told in none of them they miss. Here a sentence is weighed by its words, their
order and what hangs on its aircraft (`clues`, `judging`), and where it says plainly enough that something happened, the
event is put together from what the sentence names (`looking`). The weights are fitted by
``python -m benchmarks._fit_second_look`` on this project's own labelled sentences and stand in
``lexicon/second_look.tsv``. In the same way the land of an event is presumed where no reader can say it (`land_clues`,
`presuming`), and whose the aircraft was (`owner_clues`, `owning`).
"""
