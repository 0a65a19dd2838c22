"""The room that proves, from the topics alone, that each published frame has one outcome."""
