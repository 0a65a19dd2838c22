"""What the control plane keeps on disk: one SQLite file, its migrations, and one class for each table."""
