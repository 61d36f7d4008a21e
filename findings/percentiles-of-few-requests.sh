#!/usr/bin/env bash
# p95 and p99 of time-taken, by path or by edge location, are of few requests each: here of twenty, between 12 and 250
# ms, and one of 5000. What is said of them depends on who is asked, more than on the requests:
#   statistics.quantiles (Python 3.11)   p99 is 8752.5, slower than the slowest: it goes on behind it in a straight
#                                        line, unless method='inclusive' is said
#   numpy 2.4.6, fastdigest 0.12.0       487.5 for p95
#   tdigest 0.5.2.2, pytdigest 0.1.4     2625 for p95 and 5000 for p99
#   ddsketch 3.0.1                       252 for p99
#   datasketches 5.2.0 (KLL)             5000 for p95
#   hdrhistogram 0.10.8                  250 for p95, and 5023 for p99, with two digits, more than there was; above the
#                                        highest value that it was made for, record_value() answers False, and the
#                                        slowest are in none of the numbers
# An alarm on p95 fires with one and not with the other, for the same log, and with a thousand requests they agree. Name
# the tool beside the number, and count requests above a limit instead. Fails where a line below is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install numpy==2.4.6 fastdigest==0.12.0 tdigest==0.5.2.2 \
  pytdigest==0.1.4 ddsketch==3.0.1 hdrhistogram==0.10.8 datasketches==5.2.0

cat > "$folder/try.py" <<'PYTHON'
import statistics

import numpy
from datasketches import kll_doubles_sketch
from ddsketch import DDSketch
from fastdigest import TDigest as FastDigest
from hdrh.histogram import HdrHistogram
from pytdigest import TDigest as PyTDigest
from tdigest import TDigest

FEW = [12, 13, 13, 14, 14, 15, 15, 15, 16, 17, 18, 19, 20, 22, 25, 30, 40, 60, 250, 5000]
MANY = [number % 1000 + 1 for number in range(0, 700_000, 7)]


def tools(values, highest=3_600_000):
    cuts = {method: statistics.quantiles(values, n=100, method=method) for method in ("exclusive", "inclusive")}
    yield "statistics", lambda share: cuts["exclusive"][round(share * 100) - 1]
    yield "inclusive", lambda share: cuts["inclusive"][round(share * 100) - 1]
    yield "numpy", lambda share: numpy.quantile(values, share)
    yield "fastdigest", FastDigest.from_values(values).quantile
    digest = TDigest()
    digest.batch_update(values[:5000])
    yield "tdigest", lambda share: digest.percentile(share * 100)
    yield "pytdigest", PyTDigest.compute(numpy.array(values, float)).inverse_cdf
    sketch, kll = DDSketch(), kll_doubles_sketch(200)
    for value in values:
        sketch.add(value)
        kll.update(value)
    yield "ddsketch", sketch.get_quantile_value
    if len(values) < 100:
        yield "KLL", kll.get_quantile
    histogram = HdrHistogram(1, highest, 2)
    taken = [histogram.record_value(value) for value in values]
    yield f"hdrhistogram up to {highest}, {taken.count(False)} left out", (
        lambda share: histogram.get_value_at_percentile(share * 100))


for name, of in tools(FEW):
    print(f"{name}: " + ", ".join(f"p{round(share * 100)} {float(of(share)):.1f}" for share in (0.5, 0.9, 0.95, 0.99)))
*_, (name, of) = tools(FEW, 1000)
print(f"{name}: p99 {of(0.99)}, p100 {of(1)}")
print("of many, p95:", sorted({round(float(of(0.95)) / 10) * 10 for name, of in tools(MANY)}))
PYTHON
"$folder/venv/bin/python" -W ignore "$folder/try.py" | tee "$folder/seen"

diff "$folder/seen" - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
statistics: p50 17.5, p90 231.0, p95 4762.5, p99 8752.5
inclusive: p50 17.5, p90 79.0, p95 487.5, p99 4097.5
numpy: p50 17.5, p90 79.0, p95 487.5, p99 4097.5
fastdigest: p50 17.5, p90 79.0, p95 487.5, p99 4097.5
tdigest: p50 17.5, p90 155.0, p95 2625.0, p99 5000.0
pytdigest: p50 17.5, p90 155.0, p95 2625.0, p99 5000.0
ddsketch: p50 16.9, p90 59.7, p95 252.2, p99 252.2
KLL: p50 18.0, p90 250.0, p95 5000.0, p99 5000.0
hdrhistogram up to 3600000, 0 left out: p50 17.0, p90 60.0, p95 250.0, p99 5023.0
hdrhistogram up to 1000, 1 left out: p99 250, p100 250
of many, p95: [940, 950]
SEEN
