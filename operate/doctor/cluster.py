"""The Kafka that all checks look at: asked once, its answer or its refusal kept."""

from confluent_kafka.admin import AdminClient, ClusterMetadata

from flir_iqa.errors import BrokerError
from operate.doctor.errors import NotCheckedError
from plumbing.kafka.clients import make_admin, wait_for_brokers
from plumbing.kafka.settings import KafkaSettings


class Cluster:
    """Connects at the first question.

    Args:
        kafka: The connection.
        timeout_s: How long a broker has to answer.
    """

    def __init__(self, kafka: KafkaSettings, timeout_s: float) -> None:
        self.kafka = kafka
        self._timeout_s = timeout_s
        self._answer: ClusterMetadata | BrokerError | None = None

    def metadata(self) -> ClusterMetadata:
        """Return what the brokers say of the cluster.

        Raises:
            BrokerError: None answers; the text says why.
        """
        if self._answer is None:
            try:
                self._answer = wait_for_brokers(self.kafka, self._timeout_s)
            except BrokerError as error:
                self._answer = error
        if isinstance(self._answer, BrokerError):
            raise self._answer
        return self._answer

    def admin(self) -> AdminClient:
        """Return a client that brokers answer to.

        Raises:
            NotCheckedError: None does.
        """
        try:
            self.metadata()
        except BrokerError as error:
            message = "no broker answers"
            raise NotCheckedError(message) from error
        return make_admin(self.kafka)[0]
