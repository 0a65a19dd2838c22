"""The measured claims, each a command that anyone can run."""
