#!/usr/bin/env bash
# `sam local generate-event cloudfront …` of AWS SAM CLI 1.170.0 prints ten events for Lambda@Edge, to try a function
# with before it is published. None of them has the form that functions are called with ("Lambda@Edge event structure"
# in CloudFront's guide):
#   config        has distributionId alone: eventType, requestId and distributionDomainName are in none
#   querystring   is missing in seven of the nine requests, where CloudFront has a text, an empty one if there is no
#                 query, so that request.querystring.split('&') fails here and nowhere else
#   origin        is in none, although a change of origin is what origin requests are for, and the event of a response
#                 in modify-response-header has no request
# A guard that is written because of these events ("if there is no eventType …") is code for nobody, and a function
# that is for one event alone cannot be tried. Take the events of the guide. Fails where a line below is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install aws-sam-cli==1.170.0

cd "$folder"
export SAM_CLI_TELEMETRY=0 HOME=$folder
for event in ab-test access-request-in-response http-redirect modify-querystring modify-response-header \
    redirect-on-viewer-country redirect-unauthenticated-users response-generation serve-object-on-viewer-device \
    simple-remote-call; do
  venv/bin/sam local generate-event cloudfront "$event" 2> said | venv/bin/python -c "
import json, sys
cf = json.load(sys.stdin)['Records'][0]['cf']
request = cf.get('request')
print('$event:', *cf['config'], '|', *(name for name in cf if name != 'config'), end='')
print(*(f', {name}' if name in request else f', no {name}' for name in ('querystring', 'origin'))
      if request else '', sep='')"
done | tee seen

diff seen - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
ab-test: distributionId | request, no querystring, no origin
access-request-in-response: distributionId | request response, no querystring, no origin
http-redirect: distributionId | request, no querystring, no origin
modify-querystring: distributionId | request, querystring, no origin
modify-response-header: distributionId | response
redirect-on-viewer-country: distributionId | request, no querystring, no origin
redirect-unauthenticated-users: distributionId | request, querystring, no origin
response-generation: distributionId | request, no querystring, no origin
serve-object-on-viewer-device: distributionId | request, no querystring, no origin
simple-remote-call: distributionId | request, no querystring, no origin
SEEN
