"""Text to typed spans: toponyms, measures, dates, actors."""
