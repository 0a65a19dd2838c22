"""Comparison with other measures of quality that need no reference, on the same frames and by the same figures."""
