"""What can go wrong, each with a sentence that says what to do."""


class AirmapError(Exception):
    """Root of every error that airmap raises on purpose."""


class InputError(AirmapError, ValueError):
    """An input that cannot be used: names the file, the record and the remedy."""


class UnknownPlaceError(AirmapError, LookupError):
    """A name, code or phrase that no gazetteer or atlas entry answers to."""


class BoundaryDataError(AirmapError, RuntimeError):
    """The boundary or gazetteer files are missing, damaged or of another version."""


class GeocoderError(AirmapError, RuntimeError):
    """An online geocoder that was asked for did not answer usefully."""
