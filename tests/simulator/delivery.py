# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Putting an answer on the wire, well or badly."""

from __future__ import annotations

import os
import socket
import struct
import threading
from email.utils import formatdate
from http import HTTPStatus

from .messages import Response

_WITHOUT_BODY = (204, 304)
_BLOCK = b"10000\r\n" + b"0" * 0x10000 + b"\r\n"


def head(response: Response, now: float, *, close: bool, chunked: bool = False) -> bytes:
    """Return status line and headers; a header of the response wins over the one that would be written here."""
    headers = {"Date": formatdate(now, usegmt=True), "Server": "veracity-simulator"}
    if chunked:
        headers["Transfer-Encoding"] = "chunked"
    elif response.status not in _WITHOUT_BODY:
        headers["Content-Length"] = str(len(response.body))
    if close:
        headers["Connection"] = "close"
    lower = {name.lower() for name in response.headers}
    headers = {name: value for name, value in headers.items() if name.lower() not in lower} | dict(response.headers)
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    return f"HTTP/1.1 {response.status} {_phrase(response.status)}\r\n{lines}\r\n".encode("latin-1")


def send_slowly(connection: socket.socket, data: bytes, seconds_per_byte: float, ended: threading.Event) -> None:
    """Send one byte at a time; the rest at once when ``ended`` is set."""
    for position in range(len(data)):
        connection.sendall(data[position : position + 1])
        if ended.wait(seconds_per_byte):
            connection.sendall(data[position + 1 :])
            return


def send_endlessly(connection: socket.socket, ended: threading.Event) -> None:
    """Send chunks of zeros until the other side goes away or ``ended`` is set."""
    while not ended.is_set():
        connection.sendall(_BLOCK)


def send_part_and_reset(connection: socket.socket, header: bytes, body: bytes) -> None:
    """Send half of the body, or half of the header where there is none, then break the connection with a TCP reset."""
    connection.sendall(header + body[: len(body) // 2] if body else header[: len(header) // 2])
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    # Closing the descriptor itself: files made from the socket would keep it open.
    os.close(connection.detach())


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "Unknown"
