"""The control plane: starts and watches producer and dataflow, answers over REST, and shows what is going on."""
