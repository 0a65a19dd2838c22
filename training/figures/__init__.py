"""Figures of an evaluation, each a function of judgements that gives a matplotlib figure; importing draws nothing."""
