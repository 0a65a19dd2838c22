"""The report of an evaluation as one page that is read without a server."""
