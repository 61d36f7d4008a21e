MISSING = {'403', '404'}


def lambda_handler(event, context):
    cf = event['Records'][0]['cf']
    request, response = cf['request'], cf['response']
    if response['status'] in MISSING and not request['uri'].startswith('/api/'):
        response.update({
            'status': '302',
            'statusDescription': 'Found',
            'body': '',
        })
        response['headers']['location'] = [{'key': 'Location', 'value': '/not-found.html'}]
    elif int(response['status']) >= 500:
        response['headers']['retry-after'] = [{'key': 'Retry-After', 'value': '30'}]
    return response
