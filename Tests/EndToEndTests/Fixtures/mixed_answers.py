"""A server whose edges take on a change one by one: each path answers by a list of its own, and then by its last entry.

    mixed_answers.py ANSWERS.json

ANSWERS.json: {"/path?query": [{"status": 502, "headers": {…}, "body": "…", "missing": 5}, …], …}
`missing` is how many bytes the connection is closed before the end of the body.
Prints {"port": N} and serves until standard input closes.
"""

import json
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

answers = json.load(open(sys.argv[1]))


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        left = answers.get(self.path, [{"status": 404}])
        answer = left.pop(0) if len(left) > 1 else left[0]
        body = answer.get("body", "").encode()
        self.send_response(answer["status"])
        for name, value in answer.get("headers", {}).items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body) + answer.get("missing", 0)))
        self.end_headers()
        self.wfile.write(body)
        self.close_connection = "missing" in answer

    def log_message(self, *_):
        pass


server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
server.daemon_threads = True
server.handle_error = lambda *_: None  # a client may leave in the middle of an answer
threading.Thread(target=server.serve_forever, daemon=True).start()
print(json.dumps({"port": server.server_port}), flush=True)
sys.stdin.read()
