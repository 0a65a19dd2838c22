"""Kafka asks for certificates (mTLS), and comes back with another one of its own."""

import os
import shutil
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from chaos.brokers import Brokers, one_broker
from chaos.flow_process import FlowProcess
from chaos.scenario import Scenario
from chaos.stage import Stage
from sandbox.broker_security import BrokerSecurity, BrokerTls
from sandbox.certificates import Authority

_SSL = ("ssl_ca", "ssl_key", "ssl_certificate")
_SECRET_MODE = 0o700


@dataclass(frozen=True, slots=True)
class NewCertificate(Scenario):
    """A flow with the wrong certificate must get nothing, and say why; one with the right one scores.

    Then Kafka comes back with a certificate of a foreign authority: the flow must send it nothing and say why. At last
    Kafka comes back with a new certificate of the right authority: the flow goes on by itself.
    """

    name: ClassVar[str] = "new-certificate"
    fault: ClassVar[str] = "mTLS: wrong client, Kafka with a foreign certificate, with a new one"
    breaks_broker: ClassVar[bool] = True
    fps: float = 100

    def kafka(self, log: Path) -> AbstractContextManager[Brokers]:
        """Run a Kafka that asks for certificates; they lie in a folder beside the log, which nobody else may read."""
        folder = log.parent / "certificates"
        folder.mkdir(mode=_SECRET_MODE, exist_ok=True)
        right, foreign = Authority(folder, "right"), Authority(folder, "foreign")
        for authority, name in ((right, "broker"), (right, "renewed"), (foreign, "strange")):
            authority.server(name, "127.0.0.1")
        foreign.client("stranger")
        key, certificate = right.client("client")
        ours = {"ssl_ca": right.path, "ssl_key": key, "ssl_certificate": certificate}
        security = BrokerSecurity(BrokerTls(folder / "broker.pem", right.path))
        return one_broker(log, security, security_protocol="SSL", **ours)

    def play(self, stage: Stage) -> None:
        """Change certificates."""
        folder = stage.folder / "certificates"
        flow = stage.flow(*_options(stage)).start()
        feed = stage.feed(self.fps)
        with feed.running():
            stage.wait_for_results()
            self._try_stranger(stage, folder)
            self._come_back(stage, folder / "strange.pem")
            flow.wait_for_log("degraded")
            flow.wait_for_log("certificate")
            self._come_back(stage, folder / "renewed.pem")
            stage.wait_for_results()
        stage.settle()
        stage.check("SIGTERM ends the flow with exit code 0", flow.terminate() == 0)
        stage.conclude(feed)
        shutil.rmtree(folder)

    def _try_stranger(self, stage: Stage, folder: Path) -> None:
        """Let a flow try whose certificate is of another authority; it must be refused and told why."""
        stage.count_fault("certificate")
        log = stage.folder / "stranger.log"
        files = {"ssl_key": folder / "stranger.key", "ssl_certificate": folder / "stranger.pem"}
        with FlowProcess(stage.kafka, stage.topics, log, *_options(stage, **files)) as stranger:
            stranger.start().wait_for_log("degraded")
            stage.check("a wrong certificate is named as the reason", "certificate" in stranger.log.lower())
            stranger.terminate()

    def _come_back(self, stage: Stage, certificate: Path) -> None:
        stage.broker.kill()
        stage.count_fault("certificate")
        os.replace(certificate, stage.folder / "certificates" / "broker.pem")
        stage.mark_repair()
        stage.broker.restart()


def _options(stage: Stage, **files: Path) -> list[str]:
    chosen = {name: files.get(name, getattr(stage.kafka, name)) for name in _SSL}
    options = [text for name, path in chosen.items() for text in (f"--{name.replace('_', '-')}", str(path))]
    return ["--security-protocol", "SSL", *options]
