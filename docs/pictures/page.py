"""Makes page.png: the live page of a running demo, in Debian's Chromium.

    make demo &                                  # and when it prints the address of the page
    python docs/pictures/page.py http://127.0.0.1:8000

Needs the Debian packages chromium and chromium-driver.
"""

import base64
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import httpx

HERE = Path(__file__).resolve().parent
DRIVER = "http://127.0.0.1:9515"
ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--window-size=1180,1000",
]


def main(address: str) -> None:
    """Open the page, give it a moment to fill, and take its picture."""
    driver = subprocess.Popen(["chromedriver", "--port=9515"], stdout=subprocess.DEVNULL)  # noqa: S607 - Debian's
    try:
        picture = take_picture(address)
    finally:
        driver.terminate()
        driver.wait()
    (HERE / "page.png").write_bytes(picture)


def take_picture(address: str) -> bytes:
    """Return a PNG of the page."""
    with httpx.Client(base_url=DRIVER, timeout=60) as client:
        wait_for_driver(client)
        options: dict[str, Any] = {"goog:chromeOptions": {"args": ARGUMENTS}}
        session = client.post("/session", json={"capabilities": {"alwaysMatch": options}}).json()["value"]["sessionId"]
        try:
            client.post(f"/session/{session}/url", json={"url": address})
            time.sleep(6)
            return base64.b64decode(client.get(f"/session/{session}/screenshot").json()["value"])
        finally:
            client.delete(f"/session/{session}")


def wait_for_driver(client: httpx.Client) -> None:
    """Wait until the driver answers."""
    deadline = time.monotonic() + 30
    while True:
        try:
            client.get("/status")
        except httpx.TransportError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)
        else:
            return


if __name__ == "__main__":
    main(sys.argv[1])
