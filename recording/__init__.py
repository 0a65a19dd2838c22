"""Frame topics in files: recording them, replaying them, and looking into the files."""
