FLAGS = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k', 'l', 'm']


def lambda_handler(event, context):
    request = event['Records'][0]['cf']['request']
    headers = request['headers']
    query = request['querystring']
    if 'a=' in query:
        headers['x-a'] = [{'key': 'X-A', 'value': '1'}]
    if 'b=' in query:
        headers['x-b'] = [{'key': 'X-B', 'value': '1'}]
    if 'c=' in query:
        headers['x-c'] = [{'key': 'X-C', 'value': '1'}]
    if 'd=' in query:
        headers['x-d'] = [{'key': 'X-D', 'value': '1'}]
    if 'e=' in query:
        headers['x-e'] = [{'key': 'X-E', 'value': '1'}]
    if 'f=' in query:
        headers['x-f'] = [{'key': 'X-F', 'value': '1'}]
    if 'g=' in query:
        headers['x-g'] = [{'key': 'X-G', 'value': '1'}]
    if 'h=' in query:
        headers['x-h'] = [{'key': 'X-H', 'value': '1'}]
    if 'i=' in query:
        headers['x-i'] = [{'key': 'X-I', 'value': '1'}]
    if 'j=' in query:
        headers['x-j'] = [{'key': 'X-J', 'value': '1'}]
    if 'k=' in query:
        headers['x-k'] = [{'key': 'X-K', 'value': '1'}]
    if 'l=' in query:
        headers['x-l'] = [{'key': 'X-L', 'value': '1'}]
    if 'stop=' in query:
        return {'status': '400', 'statusDescription': 'Bad Request'}
    return request
