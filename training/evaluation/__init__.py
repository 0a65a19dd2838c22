"""Evaluation: protocols make distorted frames of clean ones, a model judges them, summaries say what it got right."""
