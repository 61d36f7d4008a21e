from contextlib import ExitStack, contextmanager, suppress


@contextmanager
def catching(responses):
    try:
        yield
    except ValueError as error:
        responses.append({'status': '400', 'statusDescription': str(error)})


def parse(request):
    if request['method'] == 'POST':
        raise ValueError('no posts')
    return request


def lambda_handler(event, context):
    request = event['Records'][0]['cf']['request']
    responses = []
    with suppress(KeyError):
        del request['headers']['x-debug']
    with catching(responses):
        return parse(request)
    return responses[0]
