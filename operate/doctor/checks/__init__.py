"""One check a file; each takes the setup and gives findings."""
