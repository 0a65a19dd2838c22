"""Whoever tries tokens is slowed down."""

from pydantic import SecretStr

from control.failure_limit import ADDRESSES_KEPT, FailureLimit
from tests.control.serving import make_plane, served
from tests.control.test_access import TOKEN, assert_problem


def limited(n_failures: int, address: str = "192.0.2.1") -> tuple[FailureLimit, list[float]]:
    now = [1000.0]
    limit = FailureLimit(6, clock=lambda: now[0])
    for _ in range(n_failures):
        limit.failed(address)
    return limit, now


def test_so_many_failures_are_free_and_then_one_waits() -> None:
    limit, now = limited(5)
    assert limit.wait_s("192.0.2.1") == 0
    limit.failed("192.0.2.1")
    assert limit.wait_s("192.0.2.1") == 10
    assert limit.wait_s("192.0.2.2") == 0
    now[0] += 10
    assert limit.wait_s("192.0.2.1") == 0
    now[0] += 60
    for _ in range(5):
        limit.failed("192.0.2.1")
    assert limit.wait_s("192.0.2.1") == 0


def test_addresses_of_one_network_of_ipv6_count_as_one() -> None:
    limit, _ = limited(6, "2001:db8::1")
    assert limit.wait_s("2001:db8::ffff") > 0
    assert limit.wait_s("2001:db8:0:1::1") == 0
    assert limited(6, "::ffff:192.0.2.1")[0].wait_s("192.0.2.1") > 0


def test_memory_is_bounded() -> None:
    limit, _ = limited(6)
    for number in range(ADDRESSES_KEPT):
        limit.failed(f"10.{number >> 16}.{number >> 8 & 255}.{number & 255}")
    assert limit.wait_s("192.0.2.1") == 0, "the oldest is forgotten"


def test_wrong_tokens_end_in_429_and_no_token_is_no_try() -> None:
    with served(make_plane(token=SecretStr(TOKEN), failures_per_minute=3)) as client:
        for _ in range(10):
            assert_problem(client.get("/status"), 401)
        for number in range(3):
            assert_problem(client.get("/status", headers={"Authorization": f"Bearer wrong-{number}"}), 401)
        answer = client.get("/status", headers={"Authorization": f"Bearer {TOKEN}"})
        assert "too many wrong tokens" in assert_problem(answer, 429)
        assert 0 < int(answer.headers["retry-after"]) <= 20
        assert client.get("/livez").status_code == 200
