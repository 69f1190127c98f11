"""What can go wrong, as a tree.

ConsistencyError
├── InputError        an input that was named cannot be used at all (no such file, nothing readable)
├── SettingsError     a setting is unknown, of the wrong type or outside its range
├── ModelError        a model is missing, damaged or not of the kind that is needed
├── FindingsFileError a findings, gold, traps or judgements file does not have the shape it should
├── JobError          a job file, or a source or channel that it names, is not as it should be
├── StateError        the state cannot be opened, or another run holds the job
└── OutputError       a result cannot be written where it was asked for

A single bad article is not an error: it becomes a `Skipped` record and the run goes on.
Every message says what was found, what was expected, where, and what to try next.
"""


class ConsistencyError(Exception):
    """Anything this package raises on purpose."""


class InputError(ConsistencyError):
    """An input that was named cannot be used at all."""


class SettingsError(ConsistencyError):
    """A setting is unknown, of the wrong type or outside its range."""


class ModelError(ConsistencyError):
    """A model is missing, damaged or not of the kind that is needed."""


class FindingsFileError(ConsistencyError):
    """A findings, gold, traps or judgements file does not have the shape it should."""


class JobError(ConsistencyError):
    """A job file, or a source or channel that it names, is not as it should be."""


class StateError(ConsistencyError):
    """The state cannot be opened, or another run holds the job."""


class OutputError(ConsistencyError):
    """A result cannot be written where it was asked for."""
