"""A place that is told: prints {"port": N}, writes each request as a line of JSON to a file, and serves until its input
closes. `/flaky` fails the first time, `/gone?SECRET` always says 404, others say 200."""

import http.server
import json
import sys
import threading


class Hook(http.server.BaseHTTPRequestHandler):
    seen = set()

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        status = {"/gone?SECRET": 404, "/flaky": 200 if self.path in self.seen else 503}.get(self.path, 200)
        self.seen.add(self.path)
        with open(sys.argv[1], "a") as log:
            print(json.dumps({"path": self.path, "status": status, "body": json.loads(body)}), file=log)
        self.send_response(status)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_):
        pass


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Hook)
server.daemon_threads = True
threading.Thread(target=server.serve_forever, daemon=True).start()
print(json.dumps({"port": server.server_port}), flush=True)
sys.stdin.read()
