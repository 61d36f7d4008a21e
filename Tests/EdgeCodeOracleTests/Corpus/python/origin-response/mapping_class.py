from collections.abc import MutableMapping


class EdgeHeaders(MutableMapping):
    def __init__(self, raw):
        self.raw = raw

    def __getitem__(self, name):
        return self.raw[name.lower()][0]['value']

    def __setitem__(self, name, value):
        self.raw[name.lower()] = [{'key': name, 'value': str(value)}]

    def __delitem__(self, name):
        del self.raw[name.lower()]

    def __iter__(self):
        return iter(self.raw)

    def __len__(self):
        return len(self.raw)

    def __contains__(self, name):
        return name.lower() in self.raw


def lambda_handler(event, context):
    response = event['Records'][0]['cf']['response']
    headers = EdgeHeaders(response['headers'])
    if 'Server' in headers:
        del headers['Server']
    headers['X-Content-Type-Options'] = 'nosniff'
    if 'Cache-Control' not in headers:
        headers['Cache-Control'] = 'max-age=60'
    return response
