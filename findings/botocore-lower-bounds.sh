#!/usr/bin/env bash
# botocore 1.44.8 checks parameters before it asks, by its model, which has bounds, lengths, patterns and lists of
# values. Of these it checks types and lower bounds alone: Timeout=0 and an empty name of a function are refused,
# Timeout=99999 and a name of 999 letters are sent, as are words of no list and names outside of their pattern. A
# Boolean passes for a number and is sent as `true` where the service has an integer. CloudFront's model has no lower
# bounds for ids: an empty Id is no error, and asks for /2020-05-31/distribution/, which is the address of the list and
# not of a distribution. A dry run that consists of "botocore takes it", or a Stubber, which checks by the same
# function, says nothing of what the service takes. Validate against the model's own max, pattern and enum, which are
# there (shape.metadata, shape.enum). Fails where a line below is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install botocore==1.44.8

cd "$folder"
AWS_CONFIG_FILE=/dev/null venv/bin/python - <<'PYTHON' | tee seen
import botocore.session
from botocore.awsrequest import AWSResponse
from botocore.exceptions import ParamValidationError

session = botocore.session.Session()
session.set_credentials("test", "test")


class Raw:
    def stream(self):
        yield b"{}"


def ask(service, operation, **parameters):
    client = session.create_client(service, region_name="us-east-1")
    sent = []

    def keep(request, **_):
        sent.append(request)
        return AWSResponse(request.url, 200, {}, Raw())

    client.meta.events.register("before-send", keep)
    told = [value if len(str(value)) < 50 else f"{len(value)} letters" for value in parameters.values()]
    try:
        getattr(client, operation)(**parameters)
    except ParamValidationError as error:
        print(f"{service} {operation} {told}\n  refused:", str(error).splitlines()[-1])
        return
    except Exception:  # of the answer, which is none
        pass
    body = sent[0].body or b""
    print(f"{service} {operation} {told}\n  sent:", sent[0].method, "/" + sent[0].url.split("/", 3)[3][:60],
          body.decode() if len(body) < 50 else "")


ask("lambda", "update_function_configuration", FunctionName="edge", Timeout=0)
ask("lambda", "update_function_configuration", FunctionName="edge", Timeout=99999)
ask("lambda", "get_function_configuration", FunctionName="")
ask("lambda", "get_function_configuration", FunctionName="e" * 999)
ask("lambda", "update_function_configuration", FunctionName="edge", Runtime="python99")
ask("lambda", "get_policy", FunctionName="no!name")
ask("wafv2", "list_web_acls", Scope="ELSEWHERE", Limit=True)
ask("logs", "put_retention_policy", logGroupName="edge", retentionInDays=-1)
ask("cloudfront", "get_distribution", Id="")
PYTHON

diff seen - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
lambda update_function_configuration ['edge', 0]
  refused: Invalid value for parameter Timeout, value: 0, valid min value: 1
lambda update_function_configuration ['edge', 99999]
  sent: PUT /2015-03-31/functions/edge/configuration {"Timeout": 99999}
lambda get_function_configuration ['']
  refused: Invalid length for parameter FunctionName, value: 0, valid min length: 1
lambda get_function_configuration ['999 letters']
  sent: GET /2015-03-31/functions/eeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee 
lambda update_function_configuration ['edge', 'python99']
  sent: PUT /2015-03-31/functions/edge/configuration {"Runtime": "python99"}
lambda get_policy ['no!name']
  sent: GET /2015-03-31/functions/no%21name/policy 
wafv2 list_web_acls ['ELSEWHERE', True]
  sent: POST / {"Scope": "ELSEWHERE", "Limit": true}
logs put_retention_policy ['edge', -1]
  sent: POST / {"logGroupName": "edge", "retentionInDays": -1}
cloudfront get_distribution ['']
  sent: GET /2020-05-31/distribution/ 
SEEN
