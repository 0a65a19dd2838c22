"""What a recording came to."""

from recording.gaps import Gap, GapReason
from recording.recorder.tally import EndedBy, Outcome, Tally
from tests.recording.recorder.messages import message


def test_outcome_says_what_is_there_what_is_missing_and_where_to_go_on() -> None:
    tally = Tally()
    for offset in (3, 4):
        tally.count(message(offset, partition=2))
    tally.count_gap(Gap(topic="frames", partition=2, from_offset=0, to_offset=3, reason=GapReason.RETENTION))
    tally.count_gap(Gap(topic="frames", partition=1, from_offset=9, to_offset=None, reason=GapReason.TOPIC_RECREATED))
    outcome = Outcome(files=("night.mcap",), file_bytes=2_000_000, ended_by=EndedBy.STOP, seconds=1.25, tally=tally)
    assert outcome.summarize() == (
        "recorded 2 messages, 0.0 MB, in 1.2 s into night.mcap (2.0 MB); "
        "3 offsets are missing in gaps: 1 by retention, 1 by topic_recreated"
    )
    fields = outcome.to_dict()
    assert fields["next_offsets"] == {"frames": {"2": 5}}
    assert fields["gaps"] == {"retention": 1, "topic_recreated": 1}
    assert (fields["n_messages"], fields["n_bytes"], fields["ended_by"]) == (2, 10, "stop")
