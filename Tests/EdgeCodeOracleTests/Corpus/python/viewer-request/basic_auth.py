import base64
import hmac

USER = "preview"
PASSWORD = "open-sesame"
EXPECTED = "Basic " + base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode()


def lambda_handler(event, context):
    request = event["Records"][0]["cf"]["request"]
    given = next((h["value"] for h in request["headers"].get("authorization", [])), "")
    if not hmac.compare_digest(given, EXPECTED):
        return dict(
            status="401",
            statusDescription="Unauthorized",
            headers={"www-authenticate": [dict(key="WWW-Authenticate", value="Basic")]},
        )
    del request["headers"]["authorization"]
    return request
