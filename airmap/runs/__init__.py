"""Many articles: blocks of work, workers, the manifest of what is done, progress and the files that come out."""
