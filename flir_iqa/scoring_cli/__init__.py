"""The command `flir-iqa score`: pictures, folders and videos in; lines, JSON and annotated pictures out."""
