from collections import ChainMap, OrderedDict
from itertools import chain

BASE = {'X-Content-Type-Options': 'nosniff', 'X-Frame-Options': 'DENY'}
API = {'X-Frame-Options': 'SAMEORIGIN', 'Cache-Control': 'no-store'}


def lambda_handler(event, context):
    cf = event['Records'][0]['cf']
    response, uri = cf['response'], cf['request']['uri']
    layers = (API, BASE) if uri.startswith('/api') else (BASE,)
    merged = OrderedDict()
    for key, value in chain.from_iterable(layer.items() for layer in reversed(layers)):
        merged[key] = value
    for key, value in merged.items():
        response['headers'][key.lower()] = [{'key': key, 'value': value}]
    return response
