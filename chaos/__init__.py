"""Breaks real parts on purpose, and counts on the topics what came of it."""
