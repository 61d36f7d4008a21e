"""Stands in for the services that give credentials. The first part of a path says how it behaves.

Prints its port, serves until standard input ends, and tells at /_requests what it was asked.
"""
import base64
import http.server
import json
import sys
import threading
import time
import urllib.parse

requests = []
counts = {}
# The public point of the P-256 key of RFC 9500, section 2.3.
LOGIN_X = "QiVI-I-3gv-17KN0RFLHKh5Vj71vc75eSOkyMsxFxbE"
LOGIN_Y = "bEzRDEy41bihcTnpSILImSVymTQl9BQZq36QpCpJQnI"
METADATA = {
    "Code": "Success", "Type": "AWS-HMAC", "AccessKeyId": "ASIAMETADATA", "SecretAccessKey": "SECRET-metadata-key",
    "Token": "SECRET-metadata-token", "Expiration": "2099-01-01T00:00:00Z",
}
ROLE = """<{0}Response xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><{0}Result><AssumedRoleUser>
<AssumedRoleId>AROA:x</AssumedRoleId><Arn>arn:aws:sts::444455556666:assumed-role/r/s</Arn></AssumedRoleUser><Credentials>
<AccessKeyId>{1}</AccessKeyId><SecretAccessKey>SECRET-role-key</SecretAccessKey>
<SessionToken>SECRET-role-token</SessionToken><Expiration>{2}</Expiration></Credentials></{0}Result>
<ResponseMetadata><RequestId>r-1</RequestId></ResponseMetadata></{0}Response>"""
ERROR = """<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type>
<Code>{0}</Code><Message>{1}</Message></Error><RequestId>r-2</RequestId></ErrorResponse>"""


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *arguments):
        pass

    def answer(self, status, body=b"", headers=()):
        if isinstance(body, (dict, list)):
            body = json.dumps(body)
        if isinstance(body, str):
            body = body.encode()
        self.send_response(status)
        for name, value in headers:
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def handle_any(self):
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
        url = urllib.parse.urlsplit(self.path)
        if url.path == "/_requests":
            return self.answer(200, requests)
        headers = {name.lower(): value for name, value in self.headers.items()}
        requests.append({"method": self.command, "path": self.path, "headers": headers, "body": body})
        _, mode, rest = (url.path + "/").split("/", 2)
        counts[mode] = counts.get(mode, 0) + 1
        family = mode.split("-")[0]
        getattr(self, family)(mode, "/" + rest.rstrip("/"), dict(urllib.parse.parse_qsl(url.query or body)))

    do_GET = do_PUT = do_POST = handle_any

    def imds(self, mode, path, _):
        if path == "/latest/api/token":
            if mode == "imds-silent":
                time.sleep(1)
            if mode in ("imds-v1", "imds-400"):
                return self.answer(404 if mode == "imds-v1" else 400)
            good = self.command == "PUT" and self.headers.get("x-aws-ec2-metadata-token-ttl-seconds") == "21600"
            return self.answer(200 if good else 400, "TOKEN-of-the-session")
        token = self.headers.get("x-aws-ec2-metadata-token")
        if token != (None if mode in ("imds-v1", "imds-silent") else "TOKEN-of-the-session"):
            return self.answer(401)
        if path == "/latest/meta-data/iam/security-credentials":
            return self.answer(404) if mode == "imds-norole" else self.answer(200, "the-role")
        if mode == "imds-failed":
            return self.answer(200, {"Code": "AssumeRoleUnauthorizedAccess", "Message": "SECRET-message"})
        if mode == "imds-expired":
            return self.answer(200, dict(METADATA, Expiration="2020-01-01T00:00:00Z"))
        return self.answer(200 if path.endswith("/the-role") else 404, METADATA)

    def container(self, mode, path, query):
        if mode == "container-flaky" and counts[mode] < 3:
            return self.answer(500, "not yet")
        if mode == "container-refused":
            return self.answer(403, {"code": "x", "message": "SECRET-message"})
        if mode == "container-expired":
            return self.answer(200, dict(METADATA, Expiration="2020-01-01T00:00:00Z"))
        if mode == "container-garbage":
            return self.answer(200, "SECRET-garbage")
        if mode == "container-partial":
            return self.answer(200, {"AccessKeyId": "A", "Token": "SECRET-token"})
        return self.answer(200, dict(METADATA, AccountId="111122223333"))

    def sts(self, mode, path, form):
        if mode == "sts-refused":
            return self.answer(403, ERROR.format("AccessDenied", "User is not authorized"))
        if mode == "sts-echo":
            return self.answer(400, ERROR.format("InvalidIdentityToken", "bad token " + form["WebIdentityToken"]))
        if mode == "sts-flaky" and counts[mode] < 3:
            code = "IDPCommunicationError" if counts[mode] == 1 else "Throttling"
            return self.answer(400, ERROR.format(code, "again"))
        if mode == "sts-empty":
            return self.answer(200, "<AssumeRoleResponse><AssumeRoleResult/></AssumeRoleResponse>")
        key = "ASIA" + form["RoleSessionName"].upper().replace("-", "")
        expiration = "2020-01-01T00:00:00Z" if mode == "sts-expired" else "2099-01-01T00:00:00Z"
        return self.answer(200, ROLE.format(form["Action"], key, expiration))

    def sso(self, mode, path, query):
        if self.headers.get("x-amz-sso_bearer_token") == "SECRET-refused-token":
            return self.answer(401, {"message": "SECRET"}, [("x-amzn-ErrorType", "UnauthorizedException:http://x")])
        if query.get("role_name") == "missing":
            return self.answer(404, {"message": "SECRET"}, [("x-amzn-ErrorType", "ResourceNotFoundException")])
        good = path == "/federation/credentials" and query == {"role_name": "Reader", "account_id": "111122223333"}
        return self.answer(200 if good else 400, {"roleCredentials": {
            "accessKeyId": "ASIASSO", "secretAccessKey": "SECRET-sso-key", "sessionToken": "SECRET-sso-token",
            "expiration": 4070908800000}})

    def oidc(self, mode, path, _):
        if mode == "oidc-refused":
            return self.answer(400, {"error": "invalid_grant", "error_description": "SECRET"})
        return self.answer(200, {
            "accessToken": "SECRET-new-token", "expiresIn": 28800, "refreshToken": "SECRET-new-refresh",
            "tokenType": "Bearer"})

    def signin(self, mode, path, _):
        proof = self.proof()
        good = path == "/v1/token" and proof["header"] == {"typ": "dpop+jwt", "alg": "ES256", "jwk": proof["key"]} \
            and proof["claims"]["htm"] == "POST" \
            and proof["claims"]["htu"] == f"http://{self.headers['Host']}{self.path}"
        if not good:
            return self.answer(400, {"error": "INVALID_REQUEST", "message": "SECRET"})
        if mode != "signin":
            return self.answer(400, {"error": mode.split("-")[1], "message": "SECRET"})
        return self.answer(200, {
            "accessToken": {"accessKeyId": "ASIALOGIN2", "secretAccessKey": "SECRET-login-key-2",
                            "sessionToken": "SECRET-login-token-2"},
            "expiresIn": 900, "refreshToken": "SECRET-refresh-2", "tokenType": "aws_sigv4", "idToken": "SECRET-id-2"})

    def proof(self):
        """What the DPoP header says, once its signature has been verified; an error where it is none."""
        from cryptography.hazmat.primitives.asymmetric import ec, utils
        from cryptography.hazmat.primitives.hashes import SHA256

        def number(part):
            return int.from_bytes(decoded(part), "big")

        def decoded(part):
            return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))

        signed, _, signature = self.headers["DPoP"].rpartition(".")
        header, claims = (json.loads(decoded(part)) for part in signed.split("."))
        jwk = header["jwk"]
        key = ec.EllipticCurvePublicNumbers(number(jwk["x"]), number(jwk["y"]), ec.SECP256R1()).public_key()
        pair = decoded(signature)
        assert len(pair) == 64
        key.verify(
            utils.encode_dss_signature(int.from_bytes(pair[:32], "big"), int.from_bytes(pair[32:], "big")),
            signed.encode(), ec.ECDSA(SHA256()))
        return {"header": header, "claims": claims, "key": {"kty": "EC", "crv": "P-256", "x": LOGIN_X, "y": LOGIN_Y}}


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
server.daemon_threads = True
server.handle_error = lambda *arguments: None  # Clients hang up where they were not answered.
threading.Thread(target=server.serve_forever, daemon=True).start()
print(server.server_address[1], flush=True)
sys.stdin.read()
