"""A plant's own Kafka with mTLS, reached by the ancestor's folder of certificates: frames in, scores out."""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from flir_iqa.records import QualityRecord
from plumbing.kafka.settings import KafkaSettings, TopicSettings
from sandbox.broker import Broker
from sandbox.broker_security import BrokerSecurity
from sandbox.demo.evidence import Evidence
from sandbox.film import Film
from sandbox.waiting import wait_until
from tests.certificates import Certificates

pytestmark = pytest.mark.integration

COMMAND = Path(sys.executable).parent / "flir-iqa"


@pytest.fixture(scope="module")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Certificates:
    return Certificates.make(tmp_path_factory.mktemp("certificates"))


@pytest.fixture(scope="module")
def plant(certificates: Certificates) -> Iterator[Broker]:
    with Broker(security=BrokerSecurity(tls=certificates.mutual_tls())) as broker:
        yield broker


@pytest.fixture
def folder(certificates: Certificates, tmp_path: Path) -> Path:
    """The folder as FLIQE had it."""
    made = tmp_path / "kafka_certificates"
    made.mkdir()
    shutil.copy(certificates.client_key, made / "signed.key")
    shutil.copy(certificates.client_certificate, made / "signed.pem")
    shutil.copy(certificates.ca, made / "trusted_authority.cert")
    return made


def test_frames_go_in_and_scores_come_out(plant: Broker, folder: Path, tmp_path: Path) -> None:
    kafka = ["--bootstrap", plant.bootstrap, "--certificates", str(folder), "--partitions", "2"]
    film = Film.clean(4.0).file()
    flow = subprocess.Popen([COMMAND, "flow", *kafka, "--start", "earliest"], cwd=tmp_path)
    try:
        produced = subprocess.run([COMMAND, "produce", *kafka, "--camera", f"gate={film}"], cwd=tmp_path, timeout=90)
        assert produced.returncode == 0
        settings = KafkaSettings(bootstrap=plant.bootstrap, certificates=folder)
        with Evidence(settings, TopicSettings(partitions=2)) as evidence:
            wait_until(lambda: (counts := evidence.count()).settled and counts.scored >= 15, 60, "all is scored")
            results = evidence.results()
    finally:
        flow.terminate()
        assert flow.wait(30) == 0
    assert {record.camera_id for record in results} == {"gate"}
    assert all(isinstance(record, QualityRecord) and record.raw_image_quality >= 0.5 for record in results)


def test_without_a_certificate_the_reason_is_the_brokers_own(
    plant: Broker, certificates: Certificates, tmp_path: Path
) -> None:
    options = ["--bootstrap", plant.bootstrap, "--security-protocol", "SSL", "--ssl-ca", str(certificates.ca)]
    with (tmp_path / "log").open("w") as log:
        flow = subprocess.Popen([COMMAND, "flow", *options], cwd=tmp_path, stderr=log)
        try:
            wait_until(lambda: "certificate" in (tmp_path / "log").read_text().lower(), 60, "the reason is told")
        finally:
            flow.terminate()
            assert flow.wait(30) == 0
    assert "degraded" in (tmp_path / "log").read_text()
