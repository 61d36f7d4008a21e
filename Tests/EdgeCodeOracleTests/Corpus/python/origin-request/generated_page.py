from datetime import datetime, timezone
from string import Template

PAGE = Template("""<!doctype html>
<title>$title</title>
<p>Made at $time, in ${place}.</p>
""")

TITLES = {"/": "Home", "/about": "About us"}


def lambda_handler(event, context):
    uri = event["Records"][0]["cf"]["request"]["uri"]
    try:
        title = TITLES[uri]
    except KeyError:
        return event["Records"][0]["cf"]["request"]
    body = PAGE.substitute(title=title, time=datetime.now(timezone.utc).isoformat(), place="the edge")
    return {
        "status": "200",
        "statusDescription": "OK",
        "headers": {
            "content-type": [{"key": "Content-Type", "value": "text/html; charset=utf-8"}],
            **({"cache-control": [{"key": "Cache-Control", "value": "max-age=30"}]} if uri == "/" else {}),
        },
        "body": body,
    }
