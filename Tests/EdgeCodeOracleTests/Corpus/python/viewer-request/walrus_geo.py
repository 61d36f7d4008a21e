from functools import lru_cache, partial

BLOCKED = {'KP', 'SY'}
HOSTS = {'DE': 'de.example.com', 'JP': 'jp.example.com'}


@lru_cache(maxsize=None)
def host_for(country):
    return HOSTS.get(country)


def answer(status, description, **headers):
    return {
        'status': status, 'statusDescription': description,
        'headers': {k.replace('_', '-'): [{'key': k.replace('_', '-').title(), 'value': v}] for k, v in headers.items()},
    }


found = partial(answer, '302', 'Found')


def lambda_handler(event, context):
    request = event['Records'][0]['cf']['request']
    if not (header := request['headers'].get('cloudfront-viewer-country')):
        return request
    country = header[0]['value']
    if country in BLOCKED:
        return answer('451', 'Unavailable For Legal Reasons', cache_control='no-store')
    if (host := host_for(country)) is not None:
        return found(location=f'https://{host}{request["uri"]}', cache_control='private')
    return request
