import re

RULES = [
    (re.compile(r'^/old-page$'), '/new-page', 301),
    (re.compile(r'^/blog/(\d{4})/(.*)$'), r'/archive/\1/\2', 302),
    (re.compile(r'^/gone'), None, 410),
]


def lambda_handler(event, context):
    request = event['Records'][0]['cf']['request']
    for pattern, target, status in RULES:
        match = pattern.match(request['uri'])
        if not match:
            continue
        if target is None:
            return {'status': str(status), 'statusDescription': 'Gone'}
        return {
            'status': f'{status}',
            'headers': {'location': [{'key': 'Location', 'value': match.expand(target)}]},
        }
    return request
