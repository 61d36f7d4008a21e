"""A stub AWS over a real socket, which pages, redirects and fails as AWS does and the emulator does not.

    stub_aws.py SCENARIO.json [--log FILE]

Prints {"port": N} and serves until standard input closes, then prints {"requests": N, "peak": N}, the most at once.
The scenario is an estate (`stub_estate`) and three members of this file:

    "accounts": ["…", …]    further accounts, each with the same estate of its own, which AssumeRole enters; or by
                            number what its estate has otherwise
    "clockOffset": 600      seconds that the server's clock is ahead; requests dated more than five minutes off fail
    "faults": [{"operation": "cloudfront:Get*", "resource": "E1", "after": 1, "times": 2, EFFECT}, …]

`operation` and `resource` (any one value of the input) are globs, `after` lets that many pass first, `times` limits.
The first fault that applies is the one; its EFFECT is one or more of

    "status": 400, "code": "Throttling", "message": "…", "headers": {…}     an error, as the protocol words it
    "delay": 0.5        seconds before the answer           "drip": 0.2     seconds before each tenth of the body
    "reset": true       the connection is reset             "abort": 0.5    it closes after that part of the body
    "truncate": 0.5     only that part of the body, said to be whole        "body": "…"     this instead of the body
    "repeatToken": true each page names itself as the next  "add": {"</A>": "<B/>"}  text before another in the body

Each request is a line of the log: service, region, operation, input, method, path, query, host, headers (neither
signatures nor tokens), status, and how many were being answered at its start.
"""

import argparse
import collections
import datetime
import email.utils
import fnmatch
import json
import socket
import struct
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parents[3] / "scripts"))

import stub_protocols as protocols  # noqa: E402
from stub_estate import StubEstate  # noqa: E402
from stub_protocols import Failure  # noqa: E402

SIGNATURE_TOLERANCE = datetime.timedelta(minutes=5)


class Stub(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 256

    def __init__(self, scenario, log=None):
        super().__init__(("127.0.0.1", 0), Handler)
        self.estate = StubEstate(scenario)
        self.estates = {self.estate.account: self.estate}
        accounts = scenario.get("accounts", [])
        for account in accounts:
            own = accounts[account] if isinstance(accounts, dict) else {}
            self.estates[account] = StubEstate({**scenario, **own, "account": account})
        for estate in self.estates.values():
            estate.url = f"http://127.0.0.1:{self.server_port}"
        self.faults = scenario.get("faults", [])
        self.clock_offset = datetime.timedelta(seconds=scenario.get("clockOffset", 0))
        self.matched = collections.Counter()
        self.log = log
        self.lock = threading.Lock()
        self.active = self.peak = self.requests = 0

    def now(self):
        return datetime.datetime.now(datetime.timezone.utc) + self.clock_offset

    def fault(self, call):
        """The first fault that applies to the call, or none."""
        for index, fault in enumerate(self.faults):
            values = [str(value) for value in call.input.values()]
            if not fnmatch.fnmatch(call.name, fault.get("operation", "*")):
                continue
            if "resource" in fault and not any(fnmatch.fnmatch(value, fault["resource"]) for value in values):
                continue
            with self.lock:
                self.matched[index] += 1
                turn = self.matched[index] - fault.get("after", 0)
            if 1 <= turn <= fault.get("times", turn):
                return fault
        return {}

    def handle_error(self, request, client_address):
        if not isinstance(sys.exception(), ConnectionError):  # a client may leave; anything else is a bug here
            super().handle_error(request, client_address)


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1

    def answer(self):
        server = self.server
        with server.lock:
            server.active += 1
            server.requests += 1
            server.peak = max(server.peak, server.active)
            concurrent = server.active
        try:
            self.answer_one({"concurrent": concurrent})
        finally:
            with server.lock:
                server.active -= 1

    do_GET = do_POST = do_PUT = do_DELETE = do_HEAD = answer

    def answer_one(self, line):
        self.estate = self.server.estate
        path, _, query = self.path.partition("?")
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        if path.startswith("/_code/"):
            region, name, version = path.removeprefix("/_code/").replace("%24", "$").split("/")
            self.note(line, 200, path, query)
            return self.send(200, {"Content-Type": "application/zip"}, self.server.estate.code(region, name, version))
        if path.startswith("/_edit/"):  # a test's own: changes so many distributions
            self.server.estate.edit(int(path.removeprefix("/_edit/")))
            return self.send(200, {}, b"")
        service, fault = "s3", {}
        try:
            service, region = self.check_signature()
            if service == "s3" and path.startswith("/v20180820/"):  # signed as S3 is
                service = "s3control"
            call = self.decode(service, region, path, query, body)
            line |= {"service": service, "region": region, "operation": call.operation, "input": call.input}
            fault = self.server.fault(call)
            time.sleep(fault.get("delay", 0))
            if "status" in fault:
                raise Failure(
                    fault["status"], fault["code"], fault.get("message", "stub"), headers=fault.get("headers", {}))
            output = self.estate.answer(call, fault.get("repeatToken", False))
            status, (headers, content) = 200, protocols.encode(call, output)
        except Failure as failure:
            status, (headers, content) = failure.status, protocols.encode_failure(service, failure)
            headers |= failure.headers
        self.note(line, status, path, query)
        if fault.get("reset"):
            # Lingering for no time makes the kernel send RST instead of FIN.
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self.close_connection = True
            self.connection.close()
            return
        content = fault.get("body", "").encode() or content
        for place, text in fault.get("add", {}).items():
            content = content.replace(place.encode(), text.encode() + place.encode())
        self.send(status, headers, content, fault)

    def check_signature(self):
        """The service and region that the request is signed for. The shape is checked, not the signature."""
        authorization = self.headers.get("Authorization", "")
        algorithm, _, rest = authorization.partition(" ")
        fields = dict(part.strip().partition("=")[::2] for part in rest.split(","))
        scope = fields.get("Credential", "").split("/")
        # The key that AssumeRole gives says of which account it is.
        self.estate = self.server.estates.get(scope[0].removeprefix("ASIA"), self.server.estate)
        signed = fields.get("SignedHeaders", "").split(";")
        multi_region = algorithm == "AWS4-ECDSA-P256-SHA256"
        if len(scope) != (4 if multi_region else 5) or scope[-1] != "aws4_request":
            raise Failure(403, "MissingAuthenticationToken", "Request is missing Authentication Token")
        service = scope[-2]
        needed = {"host", "x-amz-date"} | ({"x-amz-region-set"} if multi_region else set())
        needed |= {name.lower() for name in self.headers if name.lower().startswith("x-amz-")}
        right_length = len(fields.get("Signature", "")) == 64
        if multi_region:  # ECDSA in DER: a sequence of two integers
            right_length = fields["Signature"].startswith("30") and 130 <= len(fields["Signature"]) <= 144
        if service not in protocols.SERVICES or not needed <= set(signed) or not right_length:
            raise Failure(403, "SignatureDoesNotMatch", f"signed for {service}, headers {signed}")
        if multi_region != (service == "cloudfront-keyvaluestore"):
            raise Failure(403, "InvalidSignatureException", f"{service} does not take {algorithm}")
        dated = datetime.datetime.strptime(self.headers["X-Amz-Date"] + "+0000", "%Y%m%dT%H%M%SZ%z")
        if abs(self.server.now() - dated) > SIGNATURE_TOLERANCE:
            code = "RequestTimeTooSkewed" if service == "s3" else "SignatureDoesNotMatch"
            raise Failure(403, code, f"Signature expired: {dated} is too far from {self.server.now()}")
        return service, "*" if multi_region else scope[2]

    def decode(self, service, region, path, query, body):
        host = self.headers.get("Host", "")
        if service == "cloudfront-keyvaluestore" and not host.startswith(self.estate.account + "."):
            raise Failure(404, "UnknownOperationException", f"{host} does not begin with the account")
        bucket = host.partition(".")[0]
        if service == "s3" and bucket in self.estate.data["buckets"]:
            path = f"/{bucket}{path}"
        call = protocols.decode(service, region, self.command, path, query, self.headers, body)
        if call is None:
            raise Failure(404, "UnknownOperationException", f"{self.command} {self.path}")
        return call

    def note(self, line, status, path, query):
        if self.server.log is None:
            return
        hidden = ("authorization", "x-amz-security-token")
        headers = {name.lower(): value for name, value in self.headers.items() if name.lower() not in hidden}
        line |= {
            "method": self.command, "path": path, "query": query, "host": self.headers.get("Host", ""),
            "headers": headers, "status": status}
        with self.server.lock:
            print(json.dumps(line), file=self.server.log, flush=True)

    def send(self, status, headers, content, fault=None):
        fault = fault or {}
        if self.command == "HEAD":
            content = b""
        content = content[:int(len(content) * fault.get("truncate", 1))]
        self.send_response_only(status)
        self.send_header("Date", email.utils.format_datetime(self.server.now(), usegmt=True))
        self.send_header("x-amzn-RequestId", f"stub-{self.server.requests}")
        self.send_header("x-amz-request-id", f"stub-{self.server.requests}")
        self.send_header("Content-Length", str(len(content)))
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        if "abort" in fault:
            content, self.close_connection = content[:int(len(content) * fault["abort"])], True
        if "drip" in fault:
            step = max(1, -(-len(content) // 10))
            for start in range(0, len(content), step):
                self.wfile.flush()
                time.sleep(fault["drip"])
                self.wfile.write(content[start:start + step])
        else:
            self.wfile.write(content)
        self.wfile.flush()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("scenario", help="a file, or - for `{}`")
    parser.add_argument("--log", type=argparse.FileType("w"), help="where each request becomes a line of JSON")
    options = parser.parse_args()
    scenario = {} if options.scenario == "-" else json.loads(Path(options.scenario).read_text())
    stub = Stub(scenario, options.log)
    threading.Thread(target=stub.serve_forever, daemon=True).start()
    print(json.dumps({"port": stub.server_port}), flush=True)
    sys.stdin.buffer.read()
    print(json.dumps({"requests": stub.requests, "peak": stub.peak}), flush=True)


if __name__ == "__main__":
    main()
