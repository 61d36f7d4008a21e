import base64


def lambda_handler(event, context):
    request = event['Records'][0]['cf']['request']
    body = request.get('body')
    if request['method'] in ('POST', 'PUT') and body:
        data = base64.b64decode(body['data']) if body['encoding'] == 'base64' else body['data'].encode()
        if len(data) > 1024:
            return {'status': '413', 'statusDescription': 'Payload Too Large', 'body': 'at most 1 KB'}
        request['headers']['x-size'] = [{'key': 'X-Size', 'value': str(len(data))}]
    return request
