import functools
import logging

logger = logging.getLogger(__name__)
logger.setLevel(logging.INFO)


def edge(handle):
    @functools.wraps(handle)
    def handler(event, context):
        request = event['Records'][0]['cf']['request']
        try:
            return handle(request)
        except KeyError as error:
            logger.warning('missing: %s', error)
            return {'status': '400', 'statusDescription': 'Bad Request'}
    return handler


def only(*methods):
    def decorate(handle):
        def checked(request):
            if request['method'] not in methods:
                return {'status': '405', 'headers': {'allow': [{'value': ', '.join(methods)}]}}
            return handle(request)
        return checked
    return decorate


@edge
@only('GET', 'HEAD')
def lambda_handler(request):
    version = request['headers']['x-client-version'][0]['value']
    request['headers']['x-major'] = [{'key': 'X-Major', 'value': version.partition('.')[0]}]
    return request
