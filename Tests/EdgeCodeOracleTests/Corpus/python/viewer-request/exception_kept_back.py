import contextlib
import time


@contextlib.contextmanager
def timed(name):
    start = time.time()
    try:
        yield
    finally:
        print(f'{name} {time.time() - start:.3f}')


class Guard:
    def __enter__(self):
        return self

    def __exit__(self, kind, value, trace):
        return kind is KeyError


def lambda_handler(event, context):
    request = event['Records'][0]['cf']['request']
    with timed('handler'):
        with Guard():
            token = request['headers']['x-token'][0]['value']
            if token != 'open':
                return {'status': '403', 'statusDescription': 'Forbidden'}
            return request
        return {'status': '401', 'statusDescription': 'Unauthorized'}
