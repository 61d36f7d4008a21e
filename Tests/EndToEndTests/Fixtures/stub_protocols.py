"""The four wire protocols from the server's side, driven by the service models that the AWS CLI ships.

A request becomes an operation and its input, an output or an error becomes a body; what stands in between is
`stub_estate`. Only what reading needs is here.
"""

import dataclasses
import datetime
import functools
import json
import re
import urllib.parse
from xml.etree import ElementTree
from xml.sax.saxutils import escape

import botocore.session

SERVICES = (
    "cloudfront", "cloudfront-keyvaluestore", "lambda", "iam", "sts", "s3", "s3control", "logs", "account", "ec2",
    "organizations", "cloudtrail", "sns", "events")
# What a URI names is not the structure's name for these.
ROOTS = {"ListBuckets": "ListAllMyBucketsResult"}


@dataclasses.dataclass
class Failure(Exception):
    """An AWS error. `members` are further elements of its body, `headers` go with it."""

    status: int
    code: str
    message: str = "stub"
    members: dict = dataclasses.field(default_factory=dict)
    headers: dict = dataclasses.field(default_factory=dict)


@dataclasses.dataclass
class Call:
    """An operation and its input; `scope` is what the credentials were scoped to."""

    service: str
    operation: str
    input: dict
    region: str = ""

    @property
    def name(self):
        return f"{self.service}:{self.operation}"


@functools.cache
def model(service):
    return botocore.session.get_session().get_service_model(service)


@functools.cache
def routes(service):
    """(operation, method, path pattern, fixed query), the more fixed query the earlier."""
    found = []
    for name in model(service).operation_names:
        operation = model(service).operation_model(name)
        if operation.deprecated:  # some of S3's share their URI with what came after them
            continue
        http = operation.http
        path, _, query = http["requestUri"].partition("?")
        pattern = re.sub(r"\{(\w+)\+?\}", r"(?P<\1>[^/]+)", path.rstrip("/") or "/")
        fixed = dict(urllib.parse.parse_qsl(query, keep_blank_values=True))
        found.append((name, http["method"], re.compile(pattern + "/?"), fixed))
    return sorted(found, key=lambda route: -len(route[3]))


def decode(service, region, method, path, query, headers, body):
    """The call that the request makes, or None where the service has no such operation."""
    protocol = model(service).metadata["protocol"]
    if protocol == "json":
        operation = headers.get("X-Amz-Target", ".").rpartition(".")[2]
        return Call(service, operation, json.loads(body or b"{}"), region)
    if protocol in ("query", "ec2"):
        form = dict(urllib.parse.parse_qsl(body.decode(), keep_blank_values=True))
        return Call(service, form.pop("Action", ""), form, region)
    parameters = dict(urllib.parse.parse_qsl(query, keep_blank_values=True))
    for name, verb, pattern, fixed in routes(service):
        match = pattern.fullmatch(path)
        if match and verb == method and fixed.items() <= parameters.items():
            found = {label: urllib.parse.unquote(value) for label, value in match.groupdict().items()}
            shape = model(service).operation_model(name).input_shape
            for member, inner in (shape.members if shape else {}).items():
                if inner.serialization.get("location") == "header":
                    if inner.serialization["name"] in headers:
                        found[member] = headers[inner.serialization["name"]]
                if inner.serialization.get("location") == "querystring":
                    if inner.serialization["name"] in parameters:
                        found[member] = parameters[inner.serialization["name"]]
                if inner.serialization.get("location") == "header" and inner.serialization["name"] in headers:
                    found[member] = headers[inner.serialization["name"]]
            if body and protocol == "rest-json":
                found |= json.loads(body)
            if body and service == "cloudfront":
                # Members that are texts, as TestFunction has them.
                found |= {child.tag.rpartition("}")[2]: child.text for child in ElementTree.fromstring(body)}
            return Call(service, name, found, region)
    return None


def encode(call, output):
    """The (headers, body) of an output, whose members are named as in the API."""
    service = model(call.service)
    operation = service.operation_model(call.operation)
    shape, protocol = operation.output_shape, service.metadata["protocol"]
    headers = {}
    for name, inner in (shape.members if shape else {}).items():
        if inner.serialization.get("location") == "header" and name in output:
            headers[inner.serialization.get("name", name)] = str(output[name])
    payload = shape.serialization.get("payload") if shape else None
    if payload and shape.members[payload].type_name in ("blob", "string"):
        return headers, output[payload].encode()
    if protocol in ("json", "rest-json"):
        kind = "application/x-amz-json-1.1" if protocol == "json" else "application/json"
        members = {name: value for name, value in output.items() if name != "ETag"}
        return {**headers, "Content-Type": kind}, json.dumps(members, default=epoch).encode()
    headers["Content-Type"] = "text/xml"
    if protocol == "query":
        result = shape.serialization.get("resultWrapper", call.operation + "Result")
        inner = f"<{result}>{members_xml(shape, output)}</{result}>"
        inner += "<ResponseMetadata><RequestId>stub</RequestId></ResponseMetadata>"
        return headers, document(call.operation + "Response", inner, service.metadata["xmlNamespace"])
    if protocol == "ec2":
        return headers, document(
            call.operation + "Response", "<requestId>stub</requestId>" + members_xml(shape, output),
            service.metadata["xmlNamespace"])
    if payload:
        shape, output = shape.members[payload], output[payload]
    root = ROOTS.get(call.operation) or shape.serialization.get("name") or payload or shape.name
    if call.operation == "GetBucketLocation":  # its root is its only member
        return headers, document(root="LocationConstraint", inner=escape(output["LocationConstraint"]))
    namespace = "http://s3.amazonaws.com/doc/2006-03-01/"
    if call.service == "cloudfront":
        namespace = "http://cloudfront.amazonaws.com/doc/2020-05-31/"
    return headers, document(root, members_xml(shape, output), namespace)


def members_xml(shape, value):
    return "".join(
        xml(inner, inner.serialization.get("name", name), value[name])
        for name, inner in shape.members.items()
        if value.get(name) is not None and inner.serialization.get("location") != "header")


def xml(shape, name, value):
    if shape.type_name == "structure":
        return f"<{name}>{members_xml(shape, value)}</{name}>"
    if shape.type_name == "list":
        if shape.serialization.get("flattened"):
            return "".join(xml(shape.member, shape.serialization.get("name", name), item) for item in value)
        item_name = shape.member.serialization.get("name", "member")
        return f"<{name}>{''.join(xml(shape.member, item_name, item) for item in value)}</{name}>"
    if isinstance(value, bool):
        value = str(value).lower()
    if isinstance(value, datetime.datetime):
        value = value.strftime("%Y-%m-%dT%H:%M:%SZ")
    return f"<{name}>{escape(str(value))}</{name}>"


def document(root, inner, namespace=""):
    declared = f' xmlns="{namespace}"' if namespace else ""
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<{root}{declared}>{inner}</{root}>'.encode()


def epoch(moment):
    return moment.timestamp()


def encode_failure(service, failure):
    """The (headers, body) of an error, as each protocol words it."""
    protocol = model(service).metadata["protocol"]
    if protocol == "rest-json":
        key = "Message" if service == "lambda" else "message"
        kind = failure.code + ":http://internal.amazon.com/coral/"
        return (
            {"Content-Type": "application/json", "x-amzn-ErrorType": kind},
            json.dumps({key: failure.message}).encode())
    if protocol == "json":
        kind = f"com.amazonaws.{service}#{failure.code}"
        return (
            {"Content-Type": "application/x-amz-json-1.1"},
            json.dumps({"__type": kind, "message": failure.message}).encode())
    members = {"Code": failure.code, "Message": failure.message, **failure.members}
    inner = "".join(f"<{name}>{escape(value)}</{name}>" for name, value in members.items())
    headers = {"Content-Type": "text/xml"}
    if service == "s3":
        return headers, document("Error", inner + "<RequestId>stub</RequestId><HostId>stub</HostId>")
    if service == "ec2":
        return headers, document("Response", f"<Errors><Error>{inner}</Error></Errors><RequestID>stub</RequestID>")
    return headers, document("ErrorResponse", f"<Error><Type>Sender</Type>{inner}</Error><RequestId>stub</RequestId>")
