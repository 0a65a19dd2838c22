"""Drift: how far two models are apart on the same frames (`flir-iqa compare`)."""
