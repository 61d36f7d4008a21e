def lambda_handler(event, context):
    response = event['Records'][0]['cf']['response']
    if (status := response['status']) == '404':
        return {'status': '302', 'headers': {'location': [{'key': 'Location', 'value': '/'}]}}
    response['headers']['x-status'] = [{'key': 'X-Status', 'value': f'{status:>4}'}]
    return response
