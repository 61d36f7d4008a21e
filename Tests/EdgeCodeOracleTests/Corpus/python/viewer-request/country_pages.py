PAGES = {'JP': '/ja/', 'KR': '/ko/'}
FOUND = 302


class Redirect(Exception):
    def __init__(self, location, status=FOUND):
        super().__init__(location)
        self.location = location
        self.status = status


def check(request):
    country = request['headers'].get('cloudfront-viewer-country')
    if request['uri'] == '/' and country:
        page = PAGES.get(country[0]['value'])
        if page:
            raise Redirect(page)
    if request['uri'] == '/index.html':
        raise Redirect('/', status=301)


def handler(event, context):
    request = event['Records'][0]['cf']['request']
    try:
        check(request)
    except Redirect as redirect:
        return {
            'status': str(redirect.status),
            'headers': {'location': [{'key': 'Location', 'value': redirect.location}]},
        }
    return request
