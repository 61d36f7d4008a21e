"""The handlers of the corpus, and the events that they are run on.

`Corpus/KIND/EVENT/NAME` is a handler: a file, or a folder that is a package. `corpus.json` beside them says what a
handler needs to show all that it does: requests of its own, what its store holds, what the services it asks answer.
"""
import base64
import json
import os
import pathlib

HERE = pathlib.Path(__file__).resolve().parent
# A corpus of somebody's own may take its place.
CORPUS = pathlib.Path(os.environ.get('AUDIT_TEST_CORPUS') or HERE.parent / 'Corpus').resolve()
EXPLANATIONS = json.loads((CORPUS / 'corpus.json').read_text())
COMMON = json.loads((HERE.parent / 'Corpus' / 'events.json').read_text())
KINDS = ('functions', 'lambda', 'python')


class Handler:
    """One handler of the corpus."""

    def __init__(self, path: pathlib.Path):
        self.path = path
        self.id = str(path.relative_to(CORPUS).with_suffix(''))
        self.kind, self.event, _ = self.id.split('/')
        self.explained = EXPLANATIONS.get(self.id, {})

    @property
    def files(self) -> list[pathlib.Path]:
        return sorted(file for file in self.path.rglob('*') if file.is_file()) if self.path.is_dir() else [self.path]

    @property
    def entry(self) -> pathlib.Path:
        """The file that exports the handler."""
        return next(self.path.glob('index.*')) if self.path.is_dir() else self.path

    @property
    def name(self) -> str:
        """What the handler's function is called."""
        return self.explained.get('handler', 'lambda_handler' if self.kind == 'python' else 'handler')

    def events(self) -> list[dict]:
        """The events, as CloudFront hands them to a function or to Lambda."""
        requests = COMMON['requests'] + self.explained.get('requests', [])
        make = function_event if self.kind == 'functions' else lambda_event
        if self.event.endswith('-request'):
            return [make(self, request, None) for request in requests]
        first, *others = requests
        # Each status on one request, each request with the status that most answers have.
        pairs = [(first, status) for status in COMMON['statuses']] + [(other, 200) for other in others]
        pairs += [(requests[-1], status) for status in COMMON['statuses'] if status >= 400]
        return [make(self, request, status) for request, status in pairs]


def handlers() -> list[Handler]:
    return [Handler(path) for kind in KINDS for path in sorted((CORPUS / kind).glob('*/*')) if path.name[0] not in '._']


def headers(request: dict) -> dict[str, str]:
    return {'host': 'd111111abcdef8.cloudfront.net', 'user-agent': 'Mozilla/5.0', **request.get('headers', {})}


def text(value: str | int) -> str:
    """A number asks for a text of that length."""
    return 'a' * value if isinstance(value, int) else value


def query(handler: Handler, request: dict) -> str:
    return text(request.get('query', handler.explained.get('query', '')))


def response_headers(handler: Handler) -> dict[str, str]:
    given = {'content-type': 'image/png', 'server': 'AmazonS3', 'x-powered-by': 'origin', 'content-length': '7'}
    return {**given, **handler.explained.get('responseHeaders', {})}


def function_event(handler: Handler, request: dict, status: int | None) -> dict:
    """Developer Guide, "CloudFront Functions event structure"."""
    pairs = [part.split('=', 1) for part in query(handler, request).split('&') if part]
    event = {
        'version': '1.0',
        'context': {
            'distributionDomainName': 'd111111abcdef8.cloudfront.net', 'distributionId': 'EDFDVBD6EXAMPLE',
            'eventType': handler.event, 'requestId': 'EXAMPLEntjQpEXAMPLE_SG5Z-EXAMPLEPmPfEXAMPLEu3EqEXAMPLE==',
        },
        'viewer': {'ip': request.get('ip', '198.51.100.1')},
        'request': {
            'method': request.get('method', 'GET'), 'uri': request.get('uri', '/'),
            'querystring': {pair[0]: {'value': pair[1] if len(pair) > 1 else ''} for pair in pairs},
            'headers': {name: {'value': value} for name, value in headers(request).items()},
            'cookies': {name: {'value': value} for name, value in request.get('cookies', {}).items()},
        },
    }
    if status is not None:
        event['response'] = {
            'statusCode': status, 'statusDescription': 'Of The Origin',
            'headers': {name: {'value': value} for name, value in response_headers(handler).items()}, 'cookies': {},
        }
    return event


def lambda_event(handler: Handler, request: dict, status: int | None) -> dict:
    """Developer Guide, "Lambda@Edge event structure"."""
    def lists(values: dict[str, str]) -> dict:
        return {name: [{'key': name.title(), 'value': value}] for name, value in values.items()}

    cookies = '; '.join(f'{name}={value}' for name, value in request.get('cookies', {}).items())
    cf = {
        'config': {
            'distributionDomainName': 'd111111abcdef8.cloudfront.net', 'distributionId': 'EDFDVBD6EXAMPLE',
            'eventType': handler.event, 'requestId': '4TyzHTaYWb1GX1qTfsHhEqV6HUDd_BzoBZnwfnvQc_1oF26ClkoUSEQ==',
        },
        'request': {
            'clientIp': request.get('ip', '198.51.100.1'), 'method': request.get('method', 'GET'),
            'uri': request.get('uri', '/'), 'querystring': query(handler, request),
            'headers': lists({**headers(request), **({'cookie': cookies} if cookies else {})}),
        },
    }
    if handler.event.startswith('origin-'):
        cf['request']['origin'] = {
            's3': {'authMethod': 'none', 'customHeaders': {}, 'domainName': 'b.s3.amazonaws.com', 'path': '',
                   'region': 'us-east-1'},
        }
    if status is not None:
        cf['response'] = {
            'status': str(status), 'statusDescription': 'Of The Origin', 'headers': lists(response_headers(handler)),
        }
    elif 'body' in request:
        data = base64.b64encode(text(request['body']).encode()).decode()
        cf['request']['body'] = {'action': 'read-only', 'data': data, 'encoding': 'base64', 'inputTruncated': False}
    return {'Records': [{'cf': cf}]}
