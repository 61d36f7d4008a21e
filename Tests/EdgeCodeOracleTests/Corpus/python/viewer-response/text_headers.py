def lambda_handler(event, context):
    response = event['Records'][0]['cf']['response']
    response['headers']['x-frame-options'] = 'DENY'
    response['headers']['x-served'] = {'key': 'X-Served', 'value': 'edge'}
    return response
