"""Recordings from pictures and videos, and videos from recordings."""
