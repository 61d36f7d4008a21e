def lambda_handler(event, context):
    response = event['Records'][0]['cf']['response']
    if int(response['status']) < 400:
        return response
    response['status'] = '302'
    response['headers']['location'] = [{'key': 'Location', 'value': '/sorry.html'}]
    return response
