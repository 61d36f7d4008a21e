class EdgeError(Exception):
    status = '500'

    def response(self):
        return {'status': self.status, 'statusDescription': str(self) or 'Error', 'headers': dict(self.headers())}

    def headers(self):
        yield 'x-error', [{'key': 'X-Error', 'value': type(self).__name__}]


class Unauthorized(EdgeError):
    status = '401'

    def headers(self):
        yield from super().headers()
        yield 'www-authenticate', [{'key': 'WWW-Authenticate', 'value': 'Basic'}]


class NotFound(EdgeError):
    status = '404'


def check(request):
    if request['uri'].startswith('/api'):
        raise Unauthorized('no token')
    if request['uri'] == '/old-page':
        raise NotFound


def lambda_handler(event, context):
    request = event['Records'][0]['cf']['request']
    try:
        check(request)
    except EdgeError as error:
        return error.response()
    except Exception:
        return {'status': '500', 'statusDescription': 'Internal'}
    else:
        return request
