"""An AWS emulator for the tests of this folder: one process, on a free port of this machine."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.live.stack import Cloud

SERVICES = "apigateway,cloudformation,cognito-idp,iam,lambda,logs,s3,sts"
PATIENCE_SECONDS = 20


@pytest.fixture(scope="session")
def cloud(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cloud]:
    """Start the emulator; stop it at the end."""
    port = _free_port()
    folder = tmp_path_factory.mktemp("emulator")
    log = folder / "log"
    settings = {
        "BIND_HOST": "127.0.0.1",
        "GATEWAY_PORT": str(port),
        "SERVICES": SERVICES,
        "IOT_MTLS_ENABLED": "0",
        "SFTP_ENABLED": "0",
        "S3_DATA_DIR": str(folder),
        "LOG_LEVEL": "WARNING",
    }
    with log.open("w") as stream:
        process = subprocess.Popen(
            [sys.executable, "-m", "ministack"],
            env={**os.environ, **settings},
            cwd=folder,
            stdout=stream,
            stderr=subprocess.STDOUT,
        )
    try:
        _wait(process, port, log)
        yield Cloud(port)
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _free_port() -> int:
    try:
        with socket.socket() as listener:
            listener.bind(("127.0.0.1", 0))
            return int(listener.getsockname()[1])
    except OSError as error:
        pytest.skip(f"no port can be opened here: {error}")


def _wait(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    address = f"http://127.0.0.1:{port}/_ministack/health"
    end = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < end and process.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=1):
                return
        except OSError:
            time.sleep(0.05)
    pytest.fail(f"the emulator did not start:\n{log.read_text()[-2000:]}")
