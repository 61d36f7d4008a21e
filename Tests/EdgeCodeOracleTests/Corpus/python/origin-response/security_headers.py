HEADERS = (
    ('Strict-Transport-Security', 'max-age=31536000; includeSubDomains'),
    ('X-Content-Type-Options', 'nosniff'),
    ('X-Frame-Options', 'DENY'),
)


def add(headers, *, name, value):
    headers[name.lower()] = [{'key': name, 'value': value}]


def lambda_handler(event, context):
    response = event['Records'][0]['cf']['response']
    for name, value in HEADERS:
        add(response['headers'], name=name, value=value)
    response['headers'].pop('server', None)
    return response
