"""The notes on missing offsets that a recording carries."""

from collections.abc import Iterable, Mapping

from mcap.records import Metadata

from recording.channels import GAP
from recording.errors import DamageError
from recording.gaps import Gap, GapReason


def gaps_in(metadata: Iterable[Metadata]) -> tuple[Gap, ...]:
    """Return the notes among a file's metadata records, in their order.

    Raises:
        DamageError: One is none.
    """
    return tuple(_gap(each.metadata) for each in metadata if each.name == GAP)


def _gap(fields: Mapping[str, str]) -> Gap:
    try:
        return Gap(
            topic=fields["topic"],
            partition=int(fields["partition"]),
            from_offset=int(fields["from_offset"]),
            to_offset=int(fields["to_offset"]) if fields["to_offset"] else None,
            reason=GapReason(fields["reason"]),
            detail=fields.get("detail", ""),
        )
    except (KeyError, ValueError) as error:
        message = f"expected a note on missing offsets, got {str(dict(fields))[:80]!r}"
        raise DamageError(message) from error
