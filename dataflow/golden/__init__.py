"""Golden replays: the scores that a recording is expected to give, kept beside it, and checked."""
