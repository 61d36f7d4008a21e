"""Says what botocore makes of an operation: the request it sends and the answers it reads.

Reads a list of {"service", "operation"} as JSON from standard input. For each it prints
  input      a value for every input member, generated from the API model,
  request    what botocore sends for that input: method, path, query, headers, body (base64),
  samples    answers: status, headers, body (base64), and `expected`, what botocore's own parser reads from them in the
             shape that audit promises (CloudFront's {Quantity, Items} as plain lists, policy documents as data).
Each answer is written here from a generated value and read back by botocore; the script fails where that differs.
"""

import base64
import json
import sys
from urllib.parse import parse_qsl, quote, unquote, urlsplit
from xml.sax.saxutils import escape

import botocore.session
from botocore import UNSIGNED
from botocore.awsrequest import AWSResponse
from botocore.config import Config
from botocore.parsers import ResponseParserFactory

# The root elements that the model does not name.
ROOTS = {
    "ListObjectsV2": "ListBucketResult",
    "ListBuckets": "ListAllMyBucketsResult",
    "GetBucketNotificationConfiguration": "NotificationConfiguration",
}
# What botocore computes by itself, a map that nobody sends, and a member that names another host.
NOT_SENT = {"ContentMD5", "ChecksumAlgorithm", "MessageAttributes", "EndpointId", "OptionalObjectAttributes"}
FIXED = {
    "Bucket": "edge-bucket",
    "KvsARN": "arn:aws:cloudfront::111122223333:key-value-store/a1b2",
    "AccountId": "111122223333",
}
POLICY = {
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "a+b %41 é"}],
}
OWN_HEADERS = ("user-agent", "amz-sdk", "x-amz-user-agent", "content-length", "x-amz-checksum", "x-amz-sdk",
               "content-md5", "expect", "host", "x-amz-content-sha256", "x-amz-date", "x-amz-trailer")

session = botocore.session.get_session()
session.set_credentials("AKIDEXAMPLE", "secret")
factory = ResponseParserFactory()
factory.set_parser_defaults(timestamp_parser=lambda value: value, blob_parser=lambda value: value)


def is_policy(shape):
    return shape.name == "policyDocumentType"


class Generator:
    """Values for shapes: `entries` in every list; `hollow` leaves out what is optional and no structure or list."""

    def __init__(self, protocol, entries, hollow=False, is_input=False):
        self.protocol, self.entries, self.hollow, self.is_input = protocol, entries, hollow, is_input
        self.count = 0

    def value(self, shape, name, depth=0):
        self.count += 1
        kind = shape.type_name
        if kind == "structure":
            members = {}
            for member, of in shape.members.items():
                if self.is_input and depth == 0 and member in NOT_SENT:
                    continue
                if self.hollow and of.type_name not in ("structure", "list") and member not in shape.required_members:
                    continue
                if depth > 12:
                    continue
                value = self.value(of, member, depth + 1)
                # CloudFront leaves out the items of an empty list.
                if member == "Items" and "Quantity" in shape.members and value == []:
                    continue
                members[member] = value
            if "Quantity" in members:
                members["Quantity"] = len(members.get("Items", []))
            return members
        if kind == "list":
            return [self.value(shape.member, name, depth + 1) for _ in range(self.entries)]
        if kind == "map":
            return {f"key {i}": self.value(shape.value, name, depth + 1) for i in range(self.entries)}
        if kind == "boolean":
            return self.count % 2 == 0
        if kind in ("integer", "long"):
            return self.count
        if kind in ("double", "float"):
            return self.count + 0.5
        if kind == "timestamp":
            return "2026-01-02T03:04:05Z" if "json" not in self.protocol else 1767323045.25
        if kind == "blob":
            return b"function handler(event) { return '\xc3\xa9' }"
        if is_policy(shape) and not self.is_input:
            return quote(json.dumps(POLICY))
        if name == "Policy" and not self.is_input:
            return json.dumps(POLICY)
        if name in FIXED:
            return FIXED[name]
        if shape.serialization.get("location") == "header":
            return f"{name}-{self.count}"
        return f" {name} é<&>\"'/:+%~ {self.count}"


class Writer:
    """Writes a value as the protocol's answer."""

    def __init__(self, model):
        self.model, self.protocol = model, model.service_model.metadata["protocol"]

    def response(self, value):
        shape = self.model.output_shape
        headers = {"x-amzn-RequestId": "request-1"}
        status = self.model.http.get("responseCode", 200)
        if shape is None or (value == {} and not shape.members):
            shape, body = None, b""
        for name, of in (shape.members if shape else {}).items():
            if of.serialization.get("location") == "header" and name in value:
                text = value[name]
                headers[of.serialization.get("name", name)] = str(text).lower() if isinstance(text, bool) else text
        return status, headers, self.body(shape, value)

    def body(self, shape, value):
        name = self.model.name
        if self.protocol == "query":
            result = shape.serialization["resultWrapper"] if shape else None
            inner = self.xml(shape, value, result) if shape else ""
            meta = "<ResponseMetadata><RequestId>request-1</RequestId></ResponseMetadata>"
            return f'<{name}Response xmlns="urn:x">\n  {inner}\n  {meta}\n</{name}Response>'.encode()
        if self.protocol == "ec2":
            inner = self.children(shape, value)
            return f'<{name}Response xmlns="urn:x"><requestId>request-1</requestId>{inner}</{name}Response>'.encode()
        if shape is None or self.model.http["method"] == "HEAD":
            return b""
        body = {k: v for k, v in value.items() if "location" not in shape.members[k].serialization}
        if "json" in self.protocol:
            payload = shape.serialization.get("payload")
            shape, body = (shape.members[payload], body[payload]) if payload else (shape, body)
            return json.dumps({self.wire(shape, k): v for k, v in body.items()}, ensure_ascii=False).encode()
        payload = shape.serialization.get("payload")
        if name == "GetBucketLocation":
            return f"<LocationConstraint>{value['LocationConstraint']}</LocationConstraint>".encode()
        if payload is None:
            # What CloudFront lists by POST has the name of the output as its root.
            root = ROOTS.get(name, f"{name}Result")
            return f'<{root} xmlns="urn:x">{self.children(shape, body)}</{root}>'.encode()
        of = shape.members[payload]
        if of.type_name in ("blob", "string"):
            return body[payload] if isinstance(body[payload], bytes) else body[payload].encode()
        text = self.xml(of, body[payload], payload)
        return ('<?xml version="1.0"?>\n' + text.replace(">", ' xmlns="urn:x">', 1)).encode()

    def wire(self, shape, member):
        of = shape.members[member]
        if of.type_name == "list" and of.serialization.get("flattened"):
            return of.member.serialization.get("name") or of.serialization.get("name", member)
        return of.serialization.get("name", member)

    def children(self, shape, value):
        text = ""
        for member, inner in value.items():
            of, name = shape.members[member], self.wire(shape, member)
            if of.type_name == "list" and of.serialization.get("flattened"):
                text += "".join(self.xml(of.member, entry, name) for entry in inner)
            else:
                text += self.xml(of, inner, name)
        return text

    def xml(self, shape, value, name):
        if shape.type_name == "structure":
            inner = self.children(shape, value)
        elif shape.type_name == "list":
            entry = shape.member.serialization.get("name", "member")
            inner = "\n" + "".join(self.xml(shape.member, one, entry) for one in value)
        elif shape.type_name == "map":
            inner = "".join(f"<entry>{self.xml(shape.key, key, 'key')}{self.xml(shape.value, one, 'value')}</entry>"
                            for key, one in value.items())
        elif isinstance(value, bool):
            inner = "true" if value else "false"
        else:
            inner = escape(str(value))
        return f"<{name}>{inner}</{name}>"


def plain(value, shape):
    """A value that botocore has read, in the shape that audit promises."""
    if shape is None:
        return value
    if shape.type_name == "structure":
        members = {k: plain(v, shape.members[k]) for k, v in value.items() if k in shape.members}
        if "Quantity" in shape.members and set(shape.members) == {"Quantity", "Items"}:
            return members.get("Items", [])
        if "Items" in shape.members and ("Quantity" in shape.members or shape.name == "Tags"):
            members.pop("Quantity", None)
            members.setdefault("Items", [])
        return members
    if shape.type_name == "list":
        return [plain(entry, shape.member) for entry in value]
    if is_policy(shape):
        return json.loads(unquote(value))
    return value


def samples(model):
    protocol = model.service_model.metadata["protocol"]
    shape = model.output_shape
    plans = [("two of each", 2, False), ("one of each", 1, False), ("empty lists", 0, False), ("hollow", 0, True)]
    for label, entries, hollow in plans:
        value = Generator(protocol, entries, hollow).value(shape, model.name) if shape else {}
        payload = shape.serialization.get("payload") if shape else None
        if payload and payload not in value:
            continue
        if model.name == "GetBucketLocation":
            value = {"LocationConstraint": "EU"}
        status, headers, body = Writer(model).response(value)
        parser = factory.create_parser(protocol)
        lower = {k.lower() if k.lower().startswith("x-amzn-r") else k: v for k, v in headers.items()}
        parsed = parser.parse({"status_code": status, "headers": lower, "body": body}, shape)
        parsed.pop("ResponseMetadata", None)
        if model.name == "GetBucketLocation":
            parsed = value
        check = dict(value)
        if payload and isinstance(value[payload], bytes):
            check[payload] = value[payload].decode()
        for name, member in (shape.members if shape else {}).items():
            if member.type_name == "boolean" and member.serialization.get("location") == "header":
                parsed.update({name: value[name]} if name in value else {})
        # A flattened list without entries is not there.
        drop = {k for k, v in check.items() if v == [] and shape.members[k].serialization.get("flattened")}
        check = {k: v for k, v in check.items() if k not in drop}
        if parsed != check:
            sys.exit(f"{model.name}, {label}: botocore reads {parsed}, not {check}")
        expected = plain(parsed, shape)
        if isinstance(expected.get("Policy"), str):
            expected["Policy"] = json.loads(expected["Policy"])
        if payload and shape.members[payload].type_name == "blob":
            expected.pop(payload)
        yield {"label": label, "status": status, "headers": headers, "body": base64.b64encode(body).decode(),
               "expected": expected}


def request(service, model):
    config = Config(signature_version=UNSIGNED, parameter_validation=False, retries={"total_max_attempts": 1},
                    s3={"addressing_style": "path"})
    client = session.create_client(service, region_name="us-east-1", endpoint_url="http://127.0.0.1:9", config=config)
    sent = []

    def capture(request, **_):
        sent.append(request)
        return AWSResponse(request.url, 200, {}, None)

    client.meta.events.register("before-send", capture)
    shape = model.input_shape
    generator = Generator(model.service_model.metadata["protocol"], 2, is_input=True)
    value = generator.value(shape, model.name) if shape else {}
    method = next(k for k, v in client.meta.method_to_api_mapping.items() if v == model.name)
    try:
        getattr(client, method)(**value)
    except Exception:
        # Only the request matters: the empty answer that stands in for one cannot be read.
        if not sent:
            raise
    url, body = urlsplit(sent[0].url), sent[0].body or b""
    body = body.encode() if isinstance(body, str) else body if isinstance(body, bytes) else body.read()
    headers = {k.lower(): v.decode() if isinstance(v, bytes) else str(v) for k, v in sent[0].headers.items()
               if not k.lower().startswith(OWN_HEADERS)}
    located = {k: v for k, v in value.items()
               if model.service_model.metadata["protocol"] != "rest-xml"
               or "location" in shape.members[k].serialization
               # What is listed by POST is asked for with members; what is written, with a document.
               or model.name.startswith("List")
               or k == shape.serialization.get("payload") and shape.members[k].type_name == "string"}
    return located, {"method": sent[0].method, "path": url.path, "headers": headers,
                     "query": parse_qsl(url.query, keep_blank_values=True), "body": base64.b64encode(body).decode()}


def main():
    answers = []
    for asked in json.load(sys.stdin):
        model = session.get_service_model(asked["service"]).operation_model(asked["operation"])
        value, sent = request(asked["service"], model)
        answers.append({"input": value, "request": sent, "samples": list(samples(model))})
    json.dump(answers, sys.stdout, ensure_ascii=False)


main()
