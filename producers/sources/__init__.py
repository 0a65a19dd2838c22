"""Kinds of cameras, one file each; `registry` lists them by URL scheme."""
