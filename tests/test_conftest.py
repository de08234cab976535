"""The watch over sockets must itself be able to fail."""

import socket

from tests import conftest


def test_the_watch_sees_a_socket_being_made():
    socket.socket().close()
    assert conftest._SOCKETS
    conftest._SOCKETS.clear()
