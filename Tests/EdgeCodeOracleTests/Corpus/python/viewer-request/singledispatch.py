import functools
import logging

logger = logging.getLogger()
HANDLERS = {}


def route(path):
    def register(function):
        HANDLERS[path] = function

        @functools.wraps(function)
        def inner(*args, **kwargs):
            return function(*args, **kwargs)
        return inner
    return register


@route('/old')
def old(request):
    return redirect('/new')


@route('/stop')
def stop(request):
    logger.warning('stopped %s', request['clientIp'])
    return {'status': '403', 'statusDescription': 'Forbidden'}


@route('/checkout/pay')
def pay(request):
    request['headers'].setdefault('x-pay', []).append({'key': 'X-Pay', 'value': '1'})
    return request


def redirect(to, *, code=302):
    return {'status': f'{code:d}', 'headers': {'location': [{'key': 'Location', 'value': to}]}}


def lambda_handler(event, context):
    request = event['Records'][0]['cf']['request']
    return HANDLERS.get(request['uri'], lambda r: r)(request)
