"""The dataflow: frames from Kafka, decoded, scored, smoothed per camera, results to Kafka, each exactly once.

Where the guarantee is made, in the order of reading; each states what it promises and names the test that shows it:

1. `sources/kafka.py`: the source, which reads from where the topics say.
2. `sinks/kafka.py`: the sink, whose last record says what is done.
3. `windows.py`, `smoothing.py`: the state, which the results can refill to the bit; `shedding.py`: what is passed over.
4. `flow.py`: the wiring, and the key that keeps the order.
5. `attempt.py` (with `resume.py` and `tail.py`) and `run.py`: running it: where to go on, locks, signals, outages.
"""
