"""All scenarios, in the order in which they are played. A new one is a file in `chaos/scenarios` and a line here."""

from collections.abc import Sequence
from typing import Final

from chaos.errors import ChaosError
from chaos.scenario import Scenario
from chaos.scenarios.canary import Canary
from chaos.scenarios.expire_frames import ExpireFrames
from chaos.scenarios.fill_disk import FillDisk
from chaos.scenarios.freeze_broker import FreezeBroker
from chaos.scenarios.hang_camera import HangCamera, UnplugCamera
from chaos.scenarios.kill_at_start import KillAtStart
from chaos.scenarios.kill_broker import KillBroker
from chaos.scenarios.kill_control import KillControl
from chaos.scenarios.kill_flow import KillFlow
from chaos.scenarios.kill_leader import KillLeader
from chaos.scenarios.kill_producer import KillProducer
from chaos.scenarios.long_outage import LongOutage, OutageBeyondLimit
from chaos.scenarios.new_certificate import NewCertificate
from chaos.scenarios.overload import Overload
from chaos.scenarios.real_model import RealModel
from chaos.scenarios.remake_topics import RemakeTopics
from chaos.scenarios.rescale import Rescale
from chaos.scenarios.stop_flow import StopFlow, StopTwice

SCENARIOS: Final[Sequence[Scenario]] = (
    KillFlow(),
    StopFlow(),
    KillAtStart(),
    RealModel(),
    RemakeTopics(),
    ExpireFrames(),
    Rescale(),
    Overload(),
    KillBroker(),
    FreezeBroker(),
    StopTwice(),
    OutageBeyondLimit(),
    LongOutage(),
    FillDisk(),
    NewCertificate(),
    KillLeader(),
    HangCamera(),
    UnplugCamera(),
    KillProducer(),
    KillControl(),
    Canary(),
)


def choose(names: Sequence[str]) -> list[Scenario]:
    """Return the scenarios of these names, all where there are none.

    Raises:
        ChaosError: There is no scenario of such a name.
    """
    known = {scenario.name: scenario for scenario in SCENARIOS}
    for name in names:
        if name not in known:
            message = (
                f"expected a scenario of {', '.join(known)}; got {name!r} (flir-iqa chaos --list tells what they do)"
            )
            raise ChaosError(message)
    return [scenario for scenario in SCENARIOS if not names or scenario.name in names]
