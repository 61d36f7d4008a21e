"""ministack, with two answers of Lambda that version 1.5.33 does not have: the runtime management of a function, which is
Auto here, and the list of what is provisioned of it."""

import re
import sys
from urllib.parse import unquote

from ministack import app
from ministack.services import lambda_svc

answer = lambda_svc.handle_request


async def handle_request(method, path, headers, body, query):
    found = re.search(r"/functions/([^/]+)/(runtime-management-config|provisioned-concurrency)$", unquote(path))
    if method != "GET" or not found or (found[2] == "provisioned-concurrency" and "List" not in query):
        return await answer(method, path, headers, body, query)
    lambda_svc._request_access_key.set(lambda_svc.extract_access_key_id(headers, query))
    name = lambda_svc._resolve_request_scoped_name(found[1])
    if name not in lambda_svc._functions:
        return await answer(method, path, headers, body, query)
    arn = lambda_svc._func_arn(name)
    if found[2] == "runtime-management-config":
        return lambda_svc.json_response({"FunctionArn": arn, "UpdateRuntimeOn": "Auto"})
    provisioned = lambda_svc._functions[name].get("provisioned_concurrency", {})
    return lambda_svc.json_response({"ProvisionedConcurrencyConfigs": [
        {"FunctionArn": f"{arn}:{qualifier}", **config} for qualifier, config in provisioned.items()]})


lambda_svc.handle_request = handle_request

if __name__ == "__main__":
    sys.exit(app.main())
