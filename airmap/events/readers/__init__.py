"""One way of telling each: readers of the verbs and nouns by which English reports that something happened aloft."""
