"""What the tests of repairs in trouble have in common: an emulator, an estate with one drift for each call that repairs
make, `audit` as a process of its own, and a proxy that knows these calls."""

import contextlib
import http.client
import http.server
import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parents[3] / "scripts"))

import drifts  # noqa: E402
import resources as r  # noqa: E402
from botocore.exceptions import ClientError  # noqa: E402
from account import Account  # noqa: E402
from estate import LOG_REGIONS, compliant  # noqa: E402

# The rules that the estate below breaks.
RULES = [
    "edge-role-trust", "edge-role-logging", "origin-bucket-grant", "origin-bucket-public", "edge-log-retention",
    "invalidation-trigger-concurrency", "function-kvs-association", "viewer-protocol-https",
    "edge-lambda-no-environment", "baseline"]
# What makes `fix` repair them all.
ONLY = [argument for rule in RULES for argument in ("--only", rule)]

# The calls that a repair of it takes.
WRITES = [
    ("UpdateDistribution", r"PUT /2020-05-31/distribution/[^/]+/config"),
    ("UpdateFunction", r"PUT /2020-05-31/function/[^/]+$"),
    ("PublishFunction", r"POST /2020-05-31/function/[^/]+/publish"),
    ("UpdateKeys", r"POST /key-value-stores/[^/]+/keys"),
    ("UpdateFunctionConfiguration", r"PUT /2015-03-31/functions/[^/]+/configuration"),
    ("PublishVersion", r"POST /2015-03-31/functions/[^/]+/versions"),
    ("PutFunctionConcurrency", r"PUT /2017-10-31/functions/[^/]+/concurrency"),
    ("PutBucketPolicy", r"PUT /[^/?]+/?\?policy"),
    ("PutPublicAccessBlock", r"PUT /[^/?]+/?\?publicAccessBlock"),
]
NAMES = [name for name, _ in WRITES] + ["UpdateAssumeRolePolicy", "AttachRolePolicy", "PutRetentionPolicy"]


def broken(account):
    """The compliant estate with all of that wrong; gives it, and the text of a baseline for its store."""
    estate = compliant(account)
    drift(estate)
    return estate


def drift(estate):
    """Breaks it, again as well."""
    account = estate.account
    r.change_function(account, "books-image-guard", r.GUARD_CODE % r.store_id(estate.store))
    r.publish(account, "books-image-guard")
    for rule in ("edge-role-trust", "edge-role-logging", "origin-bucket-grant", "origin-bucket-public",
                 "edge-log-retention", "invalidation-trigger-concurrency"):
        drifts.DRIFTS[rule](estate)
    arn = r.change_lambda(account, "status-api", Environment={"Variables": {"STAGE": r.LAMBDA_SECRET}})
    drifts.associate_status(estate, arn)
    drifts.change_api(estate, ViewerProtocolPolicy="allow-all")
    put_keys(account, estate.store, {"/images/0001.jpg": "drifted"}, ["/images/0003.jpg"])


def put_keys(account, store, puts, deletes=()):
    """Writes keys on whatever is there."""
    body = {"Puts": [{"Key": key, "Value": value} for key, value in puts.items()],
            "Deletes": [{"Key": key} for key in deletes]}
    r.keys_request(account, "POST", store, "/keys", r.keys_request(account, "GET", store)[0], body)


def read_keys(account, store):
    """All keys of a store with their values."""
    found, token = {}, ""
    while token is not None:
        answer = r.keys_request(account, "GET", store, f"/keys?MaxResults=50{token}")[1]
        found.update((item["Key"], item["Value"]) for item in answer["Items"])
        token = f"&NextToken={answer['NextToken']}" if answer.get("NextToken") else None
    return found


def state(account):
    """Everything that a repair may change, as botocore reads it."""
    found = {}
    cloudfront, iam, s3 = (account.client(name) for name in ("cloudfront", "iam", "s3"))
    for summary in cloudfront.list_distributions()["DistributionList"].get("Items", []):
        answer = cloudfront.get_distribution_config(Id=summary["Id"])
        found["distribution " + summary["Id"]] = answer["DistributionConfig"]
    for stage in ("DEVELOPMENT", "LIVE"):
        for summary in cloudfront.list_functions(Stage=stage)["FunctionList"].get("Items", []):
            name = summary["Name"]
            config = cloudfront.describe_function(Name=name, Stage=stage)["FunctionSummary"]["FunctionConfig"]
            code = cloudfront.get_function(Name=name, Stage=stage)["FunctionCode"].read().decode()
            found[f"function {name} {stage}"] = [config, code]
    for store in cloudfront.list_key_value_stores()["KeyValueStoreList"].get("Items", []):
        found["store " + store["Name"]] = read_keys(account, store["ARN"])
    for role in iam.list_roles()["Roles"]:
        name = role["RoleName"]
        found["role " + name] = [
            iam.get_role(RoleName=name)["Role"]["AssumeRolePolicyDocument"],
            iam.list_attached_role_policies(RoleName=name)["AttachedPolicies"],
            [iam.get_role_policy(RoleName=name, PolicyName=policy)["PolicyDocument"]
             for policy in iam.list_role_policies(RoleName=name)["PolicyNames"]]]
    for bucket in s3.list_buckets()["Buckets"]:
        for call, member in ((s3.get_bucket_policy, "Policy"),
                             (s3.get_public_access_block, "PublicAccessBlockConfiguration")):
            with contextlib.suppress(ClientError):
                found[f"bucket {bucket['Name']} {member}"] = call(Bucket=bucket["Name"])[member]
    lambdas = account.client("lambda")
    for function in lambdas.list_functions()["Functions"]:
        name = function["FunctionName"]
        found["lambda " + name] = [
            function.get("Environment"), function["MemorySize"], function["Timeout"], function["CodeSha256"],
            lambdas.get_function_concurrency(FunctionName=name).get("ReservedConcurrentExecutions")]
    for region in LOG_REGIONS:
        for group in account.client("logs", region).describe_log_groups()["logGroups"]:
            found[f"logs {region} {group['logGroupName']}"] = group.get("retentionInDays")
    return found


BASELINE = {"resources": [{
    "type": "AWS::CloudFront::KeyValueStore", "id": "books-release-dates",
    "expect": {"Items": {"/images/0001.jpg": "2024-02-15 09:00:00+09:00", "/images/0003.jpg": "new"}}}]}


class Audit:
    """`audit` on an account, in a folder of its own, with a lock of its own unless a folder of locks is given."""

    def __init__(self, account, endpoint=None, locks=None, user="fixer", **environment):
        # It goes with this object, at the latest with this process.
        self.room = tempfile.TemporaryDirectory(prefix="audit-", ignore_cleanup_errors=True)
        self.folder = Path(self.room.name)
        self.journals = self.folder / ".audit/journal"
        (self.folder / "baseline.yaml").write_text(json.dumps(BASELINE))
        self.environment = {
            "PATH": "/usr/bin:/bin", "HOME": "/nonexistent", "AUDIT_LOCK_FOLDER": str(locks or self.folder),
            **getattr(account, user), **environment}
        if endpoint:
            self.environment["AWS_ENDPOINT_URL"] = endpoint

    def start(self, *arguments, **options):
        """Starts it."""
        return subprocess.Popen(
            [os.environ["AUDIT"], *arguments], cwd=self.folder, env=self.environment, text=True,
            **{"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **options})

    def run(self, *arguments):
        """Runs it to its end."""
        return finished(self.start(*arguments))

    def fix(self, *arguments):
        """Repairs all, as JSON."""
        return self.run(*FIX, *arguments)

    def journal(self):
        """The lines of the newest journal."""
        files = sorted(self.journals.glob("*.jsonl"))
        return [json.loads(line) for line in files[-1].read_text().splitlines()] if files else []


FIX = ["fix", "--yes", "--format", "json", "--baseline", "baseline.yaml", *ONLY]


def finished(process):
    """What came of a process: exit code, both streams, and the steps of a JSON report by part and resource."""
    # Only against hanging: on a busy machine a fix that repeats its calls takes minutes.
    output, errors = process.communicate(timeout=900)
    steps = {}
    if output.startswith("{"):
        report = json.loads(output)
        for step in report.get("repairs", report).get("steps", []):
            steps[step["part"] + " " + step["resource"]["id"]] = {
                "status": step["status"], "message": step["message"]}
    return {"code": process.returncode, "output": output, "errors": errors, "steps": steps}


class Request:
    """A request on its way through the proxy."""

    def __init__(self, handler):
        length = int(handler.headers.get("Content-Length") or 0)
        self.method, self.path, self.headers = handler.command, handler.path, handler.headers
        self.body = handler.rfile.read(length)
        self.name = self.operation()

    def operation(self):
        """Its operation, as far as it writes; else what it asks for."""
        action = re.match(rb"Action=(\w+)", self.body) or re.search(rb"&Action=(\w+)", self.body)
        if action:
            return action[1].decode()
        if target := self.headers.get("X-Amz-Target"):
            return target.rpartition(".")[2]
        line = f"{self.method} {self.path}"
        return next((name for name, pattern in WRITES if re.match(pattern, line)), line)


class Proxy:
    """Between audit and the emulator. `meddle(request, forward)` gives the answer as (status, headers, body), None for
    a connection that breaks; without it, everything is forwarded. Signatures hold, for nothing is changed.

    `requests` has the name of each request, `log` of those that the emulator saw, with the status of its answer."""

    def __init__(self, upstream, meddle=None):
        self.upstream, self.meddle, self.lock = upstream, meddle, threading.Lock()
        self.requests, self.log = [], []
        proxy = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            wbufsize = -1

            def handle_one(self):
                request = Request(self)
                with proxy.lock:
                    proxy.requests.append(request.name)
                answer = (proxy.meddle or (lambda request, forward: forward()))(request, lambda: proxy.forward(request))
                if answer is None:
                    self.close_connection = True
                    self.connection.close()
                    return
                status, headers, body = answer
                self.send_response_only(status)
                length = next((value for name, value in headers if name.lower() == "content-length"), None)
                for name, value in headers:
                    if name.lower() not in ("transfer-encoding", "connection", "content-length", "keep-alive"):
                        self.send_header(name, value)
                self.send_header("Content-Length", length or str(len(body)))
                self.end_headers()
                self.wfile.write(body)
                self.wfile.flush()
                if length and int(length) > len(body):
                    self.close_connection = True

            do_GET = do_PUT = do_POST = do_DELETE = do_HEAD = handle_one

            def log_message(self, *_):
                pass

        class Server(http.server.ThreadingHTTPServer):
            daemon_threads = True
            request_queue_size = 128

            def handle_error(self, *_):
                pass  # Whoever was killed does not wait for an answer.

        self.server = Server(("127.0.0.1", 0), Handler)
        self.endpoint = f"http://localhost:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def forward(self, request):
        host = self.upstream.partition("//")[2]
        connection = http.client.HTTPConnection(host, timeout=900)
        connection.putrequest(request.method, request.path, skip_host=True, skip_accept_encoding=True)
        for name, value in request.headers.items():
            connection.putheader(name, value)
        connection.endheaders(request.body)
        answer = connection.getresponse()
        body = answer.read()
        headers = [(name, value) for name, value in answer.getheaders() if name.lower() != "content-length"]
        connection.close()
        with self.lock:
            self.log.append((request.name, answer.status))
        return answer.status, headers, body

    def count(self, name):
        """How often the emulator did what a request asked for."""
        return sum(1 for found, status in self.log if found == name and status < 300)

    def asked(self, name):
        """How often it was asked for."""
        return self.requests.count(name)


def error(status, code, message="injected"):
    """An answer that any protocol here is understood by."""
    return lambda request: (status, [("Content-Type", "text/xml"), ("x-amzn-ErrorType", code)], (
        json.dumps({"__type": code, "message": message})
        if request.headers.get("X-Amz-Target") or request.path.startswith(("/2015", "/2017", "/key-value"))
        else f"<ErrorResponse><Error><Code>{code}</Code><Message>{message}</Message></Error>"
             "<RequestId>0</RequestId></ErrorResponse>" if "/?" not in request.path and "?" not in request.path
        else f"<Error><Code>{code}</Code><Message>{message}</Message></Error>").encode())


__all__ = [
    "Account", "Audit", "BASELINE", "FIX", "LOG_REGIONS", "NAMES", "ONLY", "Proxy", "RULES", "broken", "drift", "drifts",
    "error", "finished", "json", "os", "put_keys", "r", "read_keys", "signal", "state", "threading"]
