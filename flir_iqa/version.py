"""The version of the library and of the application around it."""

__version__ = "0.1.0"
