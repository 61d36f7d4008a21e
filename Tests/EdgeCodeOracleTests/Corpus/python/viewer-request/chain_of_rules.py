from abc import ABC, abstractmethod
from typing import NamedTuple, Optional


class Answer(NamedTuple):
    status: int
    reason: str
    location: Optional[str] = None

    def render(self):
        headers = {}
        if self.location:
            headers['location'] = [{'key': 'Location', 'value': self.location}]
        return {'status': str(self.status), 'statusDescription': self.reason, 'headers': headers}


class Rule(ABC):
    registry = []

    def __init_subclass__(cls, **kwargs):
        super().__init_subclass__(**kwargs)
        Rule.registry.append(cls())

    @abstractmethod
    def __call__(self, request): ...


class Legacy(Rule):
    def __call__(self, request):
        if request['uri'].startswith('/legacy/'):
            return Answer(301, 'Moved Permanently', request['uri'].removeprefix('/legacy'))


class Teapot(Rule):
    def __call__(self, request):
        return Answer(418, 'Teapot') if request['uri'] == '/teapot' else None


class Methods(Rule):
    def __call__(self, request):
        if request['method'] not in ('GET', 'HEAD', 'POST', 'OPTIONS'):
            return Answer(405, 'Method Not Allowed')


def lambda_handler(event, context):
    request = event['Records'][0]['cf']['request']
    answer = next((found for rule in Rule.registry if (found := rule(request))), None)
    return answer.render() if answer else request
