"""Calibration: quality becomes a probability that can be believed, and that still falls while a fault grows."""
