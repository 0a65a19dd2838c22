"""Cameras that were made over REST, and what is wanted of all cameras and of the whole."""

from typing import Final

STATEMENTS: Final = (
    # settings: the JSON of the body, password included; for that the file is for its owner alone
    "CREATE TABLE camera (id TEXT PRIMARY KEY, source TEXT NOT NULL, settings TEXT NOT NULL) STRICT, WITHOUT ROWID",
    "CREATE TABLE wanted (camera_id TEXT PRIMARY KEY, state TEXT NOT NULL) STRICT, WITHOUT ROWID",
    "CREATE TABLE run (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID",
)
