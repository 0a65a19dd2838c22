"""Hostile input, made up: each file here is one place where bytes of others come in."""
