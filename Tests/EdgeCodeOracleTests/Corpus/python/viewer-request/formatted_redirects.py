"""Redirects out of a table of named tuples, with what is computed of constants: formats, patterns, addresses."""
import base64
import json
import re
from collections import defaultdict, namedtuple
from enum import Enum
from urllib.parse import urlencode

Rule = namedtuple('Rule', 'pattern target status')


class Kind(Enum):
    MOVED = (301, 'Moved Permanently')
    FOUND = (302, 'Found')

    def __init__(self, code, text):
        self.code = code
        self.text = text


RULES = [
    Rule(re.compile(r'^/old/(?P<page>\w+)$'), '/new/{page}', Kind.MOVED),
    Rule(re.compile(r'^/go$'), '/landing', Kind.FOUND),
]
OPTIONS = json.loads('{"campaign": {"source": "edge", "number": 7}}')
SECRET = 'Basic %s' % base64.b64encode('{}:{:03d}'.format('editor', 42).encode()).decode()
COUNTS = defaultdict(int)
COUNTS['rules'] += len(RULES)


def header(name, value):
    key = re.sub(r'_(\w)', lambda found: '-' + found.group(1).upper(), name)
    return {key.lower(): [{'key': key, 'value': value}]}


def lambda_handler(event, context):
    request = event['Records'][0]['cf']['request']
    authorization = request['headers'].get('authorization')
    if request['uri'] == '/edit' and (not authorization or authorization[0]['value'] != SECRET):
        return {'status': f'{401:d}', 'headers': header('www_authenticate', 'Basic')}
    for rule in sorted(RULES, key=lambda rule: rule.status.code, reverse=True):
        if found := rule.pattern.match(request['uri']):
            query = urlencode(OPTIONS['campaign'])
            target = rule.target.format(**found.groupdict())
            return {
                'status': '%d' % rule.status.code,
                'statusDescription': rule.status.text,
                'headers': {
                    **header('location', f'{target}?{query}'),
                    **header('x_rules_{rules}'.format(**COUNTS), 'matched'),
                },
            }
    return request
