#!/usr/bin/env bash
# CloudWatch reads metrics out of lines of a log that are JSON of a certain form (embedded metric format), which is how
# functions count without a call. Names and values of dimensions, metrics and all else are members of one object there.
# Two libraries write it, aws-lambda-powertools 3.37.0 and AWS's aws-embedded-metrics 3.5.0, with no error or warning:
#   a metric in two units      1 s and 5 ms are [1, 5], all in milliseconds with powertools, which takes the last unit,
#                              and all in seconds with the other, which takes the first
#   a dimension and a metric of one name   the number stands where the dimension's value should be, which is to be a
#                              text, and the value itself ("500") is nowhere
#   NaN                        powertools writes NaN, as of a mean of nothing. That is no JSON, and the line is lost,
#                              with all other metrics in it; aws-embedded-metrics refuses it
#   two sets of dimensions     that both have `path` have the value of the last with aws-embedded-metrics: what was for
#                              one path is counted for the other. A property of that name takes its place, too
#   a dimension that is added behind the hundredth value   is not on the first hundred, with powertools
# A report in the wrong unit is off by a thousand, and an alarm on missing data does not tell why. Name each thing once,
# and a metric after its unit. Fails where a line below is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install aws-lambda-powertools==3.37.0 \
  aws-embedded-metrics==3.5.0

"$folder/venv/bin/python" -W error - <<'PYTHON' | tee "$folder/seen"
import contextlib
import io
import json

from aws_embedded_metrics.logger.metrics_context import MetricsContext
from aws_embedded_metrics.serializers.log_serializer import LogSerializer
from aws_lambda_powertools import Metrics
from aws_lambda_powertools.metrics import MetricUnit


def powertools(calls):
    metrics = Metrics(namespace="edge", service="site")
    metrics.clear_metrics()
    with contextlib.redirect_stdout(io.StringIO()) as out:
        for kind, *arguments in calls:
            if kind == "metric":
                metrics.add_metric(arguments[0], getattr(MetricUnit, arguments[2]), arguments[1])
            elif kind == "dimensions":
                for name, value in arguments[0].items():
                    metrics.add_dimension(name, value)
        metrics.flush_metrics()
    return out.getvalue().splitlines()


def embedded(calls):
    context = MetricsContext.empty()
    context.namespace = "edge"
    for kind, *arguments in calls:
        {"metric": context.put_metric, "dimensions": context.put_dimensions, "property": context.set_property}[kind](
            *arguments)
    return LogSerializer.serialize(context)


def show(title, library, calls):
    try:
        lines = library(calls)
    except Exception as error:
        print(f"{title}, {library.__name__}: {type(error).__name__}")
        return
    for line in lines:
        found = json.loads(line, parse_constant=lambda text: f"{text}, which is no JSON")
        kinds = found.pop("_aws")["CloudWatchMetrics"][0]
        values = {name: value if not isinstance(value, list) or len(value) < 9 else f"{len(value)} values"
                  for name, value in sorted(found.items()) if name != "service"}
        sets = [[name for name in names if name != "service"] for names in kinds["Dimensions"]]
        print(f"{title}, {library.__name__}: {values} by {sets} in {[metric['Unit'] for metric in kinds['Metrics']]}")


for library in powertools, embedded:
    show("two units", library, [("metric", "time", 1, "Seconds"), ("metric", "time", 5, "Milliseconds")])
    show("one name", library, [("dimensions", {"status": "500"}), ("metric", "status", 1, "Count")])
    show("NaN", library, [("metric", "mean", float("nan"), "None" if library is embedded else "Count"),
                          ("metric", "hits", 1, "Count")])
show("two sets", embedded, [("dimensions", {"path": "/a"}), ("dimensions", {"path": "/b", "country": "DE"}),
                            ("metric", "hits", 1, "Count")])
show("a property", embedded, [("dimensions", {"path": "/a"}), ("property", "path", "/b"),
                              ("metric", "hits", 1, "Count")])
show("late", powertools, [("metric", "hits", 1, "Count")] * 101 + [("dimensions", {"path": "/a"})])
PYTHON

diff "$folder/seen" - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
two units, powertools: {'time': [1.0, 5.0]} by [[]] in ['Milliseconds']
one name, powertools: {'status': [1.0]} by [['status']] in ['Count']
NaN, powertools: {'hits': [1.0], 'mean': ['NaN, which is no JSON']} by [[]] in ['Count', 'Count']
two units, embedded: {'time': [1, 5]} by [] in ['Seconds']
one name, embedded: {'status': 1} by [['status']] in ['Count']
NaN, embedded: InvalidMetricError
two sets, embedded: {'country': 'DE', 'hits': 1, 'path': '/b'} by [['path'], ['path', 'country']] in ['Count']
a property, embedded: {'hits': 1, 'path': '/b'} by [['path']] in ['Count']
late, powertools: {'hits': '100 values'} by [[]] in ['Count']
late, powertools: {'hits': [1.0], 'path': '/a'} by [['path']] in ['Count']
SEEN
