"""Headers for debugging do not get to the origin."""


def lambda_handler(event, context):
    request = event['Records'][0]['cf']['request']
    for name in list(request['headers'].keys()):
        if name.startswith('x-debug'):
            del request['headers'][name]
    if request['uri'][::-1].startswith('lmth.'):
        return {'status': '{:>3}'.format(400 + len('gone')), 'headers': {}}
    return request
