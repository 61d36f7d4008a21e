#!/usr/bin/env bash
# X-Amzn-Trace-Id tells which requests belong together, from a load balancer behind a distribution to what it calls, and
# stands in the balancer's log. A balancer sends `Root=…` alone, or `Self=…;Root=…` ("Request tracing for your
# Application Load Balancer"); Parent and Sampled are there once somebody traces. Two libraries for Python read it and
# write it again:
#   OpenTelemetry's propagator for X-Ray 1.0.2   wants Parent as well: a header with Root alone is as none, so that what
#                       is traced has another id than the log; Sampled=?, which asks for a decision in the answer, too.
#                       Parent without Sampled leaves the decision open, and goes out as Sampled=0: nobody further on
#                       decides any more. Lineage and what applications add (CalledFrom=app) is gone
#   aws-xray-sdk 2.15.0 is right in all of these; but with a blank behind the semicolons Parent and Sampled are unknown
#                       to it (OpenTelemetry takes it), and a semicolon at the end makes the whole header none
# A log and a trace of one request do not find each other then, though both are there, and for requests that were traced
# before the balancer they do. Read Root by oneself, and put it into a log. Fails where a line below is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install opentelemetry-propagator-aws-xray==1.0.2 \
  opentelemetry-sdk==1.45.2 aws-xray-sdk==2.15.0

"$folder/venv/bin/python" -W ignore - 2> /dev/null <<'PYTHON' | tee "$folder/seen"
from aws_xray_sdk.core.models.trace_header import TraceHeader
from opentelemetry import trace
from opentelemetry.propagators.aws import AwsXRayPropagator
from opentelemetry.sdk.trace import TracerProvider

ROOT, PARENT = "Root=1-67891233-abcdef012345678912345678", "Parent=53995c3f42cd8ad8"
HEADERS = [
    f"{ROOT};{PARENT};Sampled=1",
    ROOT,
    f"Self=1-67891233-12456789abcdef0123456789;{ROOT}",
    f"{ROOT};Sampled=1",
    f"{ROOT};{PARENT};Sampled=?",
    f"{ROOT};{PARENT}",
    f"{ROOT};{PARENT};Sampled=1;Lineage=a87bd80c:0",
    f"{ROOT};{PARENT};Sampled=1;CalledFrom=app",
    f"{ROOT}; {PARENT}; Sampled=1",
    f"{ROOT};{PARENT};Sampled=1;",
]


def short(text):
    return (text or "nothing").replace(ROOT, "Root").replace(PARENT, "Parent")


for header in HEADERS:
    context = AwsXRayPropagator().extract({"X-Amzn-Trace-Id": header})
    sent = {}
    AwsXRayPropagator().inject(sent, context=context)
    with TracerProvider().get_tracer("test").start_as_current_span("page", context=context) as span:
        same = format(span.get_span_context().trace_id, "032x") == ROOT[7:].replace("-", "")
    read = TraceHeader.from_header_str(header)
    print(short(header))
    print(f"  OpenTelemetry: same trace {same}, sends {short(sent.get('X-Amzn-Trace-Id'))}")
    print(f"  aws-xray-sdk: parent {bool(read.parent)}, sampled {read.sampled}, sends {short(read.to_header_str())}")
PYTHON

diff "$folder/seen" - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
Root;Parent;Sampled=1
  OpenTelemetry: same trace True, sends Root;Parent;Sampled=1
  aws-xray-sdk: parent True, sampled 1, sends Root;Parent;Sampled=1
Root
  OpenTelemetry: same trace False, sends nothing
  aws-xray-sdk: parent False, sampled None, sends Root
Self=1-67891233-12456789abcdef0123456789;Root
  OpenTelemetry: same trace False, sends nothing
  aws-xray-sdk: parent False, sampled None, sends Root
Root;Sampled=1
  OpenTelemetry: same trace False, sends nothing
  aws-xray-sdk: parent False, sampled 1, sends Root;Sampled=1
Root;Parent;Sampled=?
  OpenTelemetry: same trace False, sends nothing
  aws-xray-sdk: parent True, sampled ?, sends Root;Parent;Sampled=?
Root;Parent
  OpenTelemetry: same trace True, sends Root;Parent;Sampled=0
  aws-xray-sdk: parent True, sampled None, sends Root;Parent
Root;Parent;Sampled=1;Lineage=a87bd80c:0
  OpenTelemetry: same trace True, sends Root;Parent;Sampled=1
  aws-xray-sdk: parent True, sampled 1, sends Root;Parent;Sampled=1;Lineage=a87bd80c:0
Root;Parent;Sampled=1;CalledFrom=app
  OpenTelemetry: same trace True, sends Root;Parent;Sampled=1
  aws-xray-sdk: parent True, sampled 1, sends Root;Parent;Sampled=1;CalledFrom=app
Root; Parent; Sampled=1
  OpenTelemetry: same trace True, sends Root;Parent;Sampled=1
  aws-xray-sdk: parent False, sampled None, sends Root; Parent; Sampled=1
Root;Parent;Sampled=1;
  OpenTelemetry: same trace False, sends nothing
  aws-xray-sdk: parent False, sampled None, sends nothing
SEEN
