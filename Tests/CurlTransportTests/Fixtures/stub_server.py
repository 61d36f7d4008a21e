"""A server that misbehaves as the path says; anything else gets its own request back, byte for byte.

Usage: stub_server.py CERTIFICATE KEY. Prints the plain port, the TLS port and the TLS port that offers HTTP/2, then
serves until standard input ends.
"""

import gzip
import os
import socket
import ssl
import struct
import sys
import threading
import time

lock = threading.Lock()
connections = 0
open_connections = 0
peak_connections = 0
aborted = 0


def read_request(stream):
    head = b""
    while not head.endswith(b"\r\n\r\n"):
        line = stream.readline()
        if not line:
            return None
        head += line
    length = 0
    for line in head.lower().split(b"\r\n"):
        if line.startswith(b"content-length:"):
            length = int(line.split(b":")[1])
    return head, stream.read(length)


def answer(sock, stream, number, count):
    """Serves one request; returns whether the connection may go on."""
    global aborted
    request = read_request(stream)
    if request is None:
        return False
    head, body = request
    method, target = head.split(b" ")[:2]
    path = target.decode()

    def respond(status, content, headers=()):
        lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(content)}", f"X-Connection: {number}", f"X-Count: {count}"]
        sock.sendall("\r\n".join([*lines, *headers, "", ""]).encode() + (b"" if method == b"HEAD" else content))
        return True

    def wait_for_hang_up():
        global aborted
        sock.settimeout(300)
        try:
            while sock.recv(1024):
                pass
        except OSError:
            pass
        with lock:
            aborted += 1
        return False

    if path == "/silent":
        return wait_for_hang_up()
    if path == "/stalls":
        sock.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nab")
        return wait_for_hang_up()
    if path == "/drips":
        sock.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n")
        while True:
            sock.sendall(b"x" * 100)
            time.sleep(0.02)
    if path == "/resets":
        sock.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nab")
        time.sleep(0.05)
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        return False
    if path == "/hangs-up":
        return False
    if path == "/truncated":
        sock.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nab")
        return False
    if path == "/truncated-chunk":
        sock.sendall(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nabcde\r\n")
        return False
    if path == "/chunked":
        sock.sendall(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\nX-Trailer: t\r\n\r\n")
        return True
    if path == "/endless":
        sock.sendall(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
        while True:
            sock.sendall(b"1000\r\n" + b"x" * 4096 + b"\r\n")
    if path == "/continues":
        sock.sendall(b"HTTP/1.1 100 Continue\r\nX-Early: 1\r\n\r\n")
        return respond("200 OK", b"done")
    if path == "/moved":
        return respond("301 Moved Permanently", b"", ["Location: /elsewhere"])
    if path == "/headers":
        return respond("404 Not Found", b"no", ["x-padded:   two words \t", "X-Twice: a", "x-twice: b", "X-Empty:"])
    if path == "/gzip":
        return respond("200 OK", gzip.compress(b"unpacked" * 100), ["Content-Encoding: gzip"])
    if path.startswith("/bytes/"):
        return respond("200 OK", os.urandom(1) * int(path[7:]))
    if path == "/busy":
        time.sleep(0.01)
        return respond("200 OK", b"")
    if path == "/statistics":
        with lock:
            return respond("200 OK", f"{connections} {peak_connections} {aborted}".encode())
    return respond("200 OK", head + body)


def serve_http2(sock, number):
    """Serves the streams of one connection; each gets its own request back."""
    import h2.config  # The one package that is not Python's own.
    import h2.connection
    import h2.events

    connection = h2.connection.H2Connection(h2.config.H2Configuration(client_side=False, header_encoding="utf-8"))
    connection.initiate_connection()
    sock.sendall(connection.data_to_send())
    requests = {}
    while data := sock.recv(65536):
        for event in connection.receive_data(data):
            if isinstance(event, h2.events.RequestReceived):
                requests[event.stream_id] = "".join(f"{name}: {value}\r\n" for name, value in event.headers).encode()
            elif isinstance(event, h2.events.DataReceived):
                requests[event.stream_id] += event.data
                connection.acknowledge_received_data(event.flow_controlled_length, event.stream_id)
            elif isinstance(event, h2.events.StreamEnded):
                headers = [(":status", "200"), ("x-connection", str(number)), ("x-stream", str(event.stream_id))]
                connection.send_headers(event.stream_id, headers)
                connection.send_data(event.stream_id, requests.pop(event.stream_id), end_stream=True)
        sock.sendall(connection.data_to_send())


def serve(sock, context):
    global connections, open_connections, peak_connections
    with lock:
        connections += 1
        number = connections
        open_connections += 1
        peak_connections = max(peak_connections, open_connections)
    try:
        if context:
            sock = context.wrap_socket(sock, server_side=True)
            if sock.selected_alpn_protocol() == "h2":
                return serve_http2(sock, number)
        stream = sock.makefile("rb")
        count = 1
        while answer(sock, stream, number, count):
            count += 1
        stream.close()
    except (OSError, ValueError):
        pass
    finally:
        with lock:
            open_connections -= 1
        sock.close()


def listen(context):
    listener = socket.create_server(("127.0.0.1", 0), backlog=256)

    def accept():
        while True:
            sock, _ = listener.accept()
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            threading.Thread(target=serve, args=(sock, context), daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    return listener.getsockname()[1]


def tls(*protocols):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(sys.argv[1], sys.argv[2])
    context.set_alpn_protocols(protocols)
    return context


print(listen(None), listen(tls("http/1.1")), listen(tls("h2", "http/1.1")), flush=True)
sys.stdin.read()
