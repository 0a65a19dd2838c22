"""What a process answers to those who watch it: alive, ready, and its metrics, over HTTP."""
