import re

BLOCKED = {'KP', 'IR'}


def answer(status, text, **headers):
    return {
        'status': str(status),
        'statusDescription': text,
        'headers': {name.replace('_', '-'): [{'key': name.replace('_', '-').title(), 'value': value}]
                    for name, value in headers.items()},
    }


def lambda_handler(event, context):
    request = event['Records'][0]['cf']['request']
    headers = request['headers']
    uri = request['uri']
    method = request['method']
    query = request.get('querystring', '')
    country = headers['cloudfront-viewer-country'][0]['value'] if 'cloudfront-viewer-country' in headers else ''

    if country in BLOCKED:
        return answer(451, 'Unavailable For Legal Reasons')
    if method == 'OPTIONS':
        return answer(204, 'No Content', access_control_allow_origin='*')
    if method not in ('GET', 'HEAD', 'POST'):
        return answer(405, 'Method Not Allowed', allow='GET, HEAD, POST')
    if 'x-debug' in headers:
        del headers['x-debug']
    if 'utm_' in query:
        request['querystring'] = '&'.join(p for p in query.split('&') if not p.startswith('utm_'))
    if uri.endswith('/'):
        uri += 'index.html'
    elif '.' not in uri.split('/')[-1]:
        uri += '/index.html'
    if re.match(r'^/old-', uri):
        return answer(301, 'Moved Permanently', location=uri.replace('/old-', '/'))
    if country == 'JP':
        uri = '/ja' + uri
    elif country == 'KR':
        uri = '/ko' + uri
    elif country == 'DE':
        uri = '/de' + uri
    if 'origin' in headers and 'evil' in headers['origin'][0]['value']:
        return answer(403, 'Forbidden', cache_control='no-store')
    if 'accept' in headers and 'image/webp' in headers['accept'][0]['value']:
        headers['x-webp'] = [{'key': 'X-Webp', 'value': '1'}]
    if 'cookie' in headers:
        for cookie in headers['cookie']:
            if 'group=new' in cookie['value']:
                headers['x-group'] = [{'key': 'X-Group', 'value': 'new'}]
            elif 'group=old' in cookie['value']:
                headers['x-group'] = [{'key': 'X-Group', 'value': 'old'}]
    if len(uri) > 2000:
        return answer(414, 'URI Too Long')
    request['uri'] = uri
    return request
