"""Runs a Python handler on events, and prints what it did as JSON, a line an event.

    python3 python_handler.py JOB

JOB is a JSON file: `folder`, `name` (of the function), `events`, `answers`. boto3 is a stub; an audit hook refuses
connections, and files outside of the package and of Python itself.
"""
import copy
import importlib
import io
import json
import os
import sys
import types

job = json.load(open(sys.argv[1]))
notes: list[dict] = []
output = sys.stdout
# At the edge this is where the visitor is.
os.environ['AWS_REGION'] = os.environ['AWS_DEFAULT_REGION'] = 'where-the-visitor-is'
os.environ.pop('AWS_PROFILE', None)


class Watched(dict):
    """A dictionary whose members say when they are read; what copies or prints it reads none in particular."""

    def __init__(self, members, path=()):
        super().__init__((key, watched(value, (*path, key))) for key, value in members.items())
        self.path = path

    def seen(self, key):
        notes.append({'kind': 'read', 'path': '.'.join(map(str, (*self.path, key)))})

    def __getitem__(self, key):
        self.seen(key)
        return super().__getitem__(key)

    def get(self, key, default=None):
        self.seen(key)
        return super().get(key, default)

    def __contains__(self, key):
        self.seen(key)
        return super().__contains__(key)


def watched(value, path=()):
    if isinstance(value, dict):
        return Watched(value, path)
    if isinstance(value, list):
        return [watched(one, (*path, place)) for place, one in enumerate(value)]
    return value


def stub(name, **members):
    module = types.ModuleType(name)
    module.__dict__.update(members)
    sys.modules[name] = module
    return module


class Answering:
    """A client, a resource or a part of one: whatever is called answers from the job, in turn."""

    def __getattr__(self, operation):
        def call(*_, **__):
            if operation[0].isupper():
                return Answering()
            answers = job.get('answers', {})[operation]
            answers.append(answers.pop(0))
            if answers[-1] == 'throws':
                raise RuntimeError('the service fails')
            return copy.deepcopy(answers[-1])
        return call


def client(service, region_name=None, config=None, **_):
    region = region_name or getattr(config, 'region_name', None)
    notes.append({'kind': 'client', 'name': service, 'region': region})
    return Answering()


class Session:
    def __init__(self, region_name=None, **_):
        self.region = region_name

    def client(self, service, region_name=None, **given):
        return client(service, region_name or self.region, **given)

    resource = client


class Config:
    def __init__(self, region_name=None, **_):
        self.region_name = region_name


session = stub('boto3.session', Session=Session)
stub('boto3', client=client, resource=client, session=session, Session=Session)
stub('botocore')
stub('botocore.config', Config=Config)
stub('botocore.exceptions', ClientError=type('ClientError', (Exception,), {}))

allowed = tuple({os.path.realpath(path) + os.sep for path in (job['folder'], sys.prefix, sys.base_prefix, '/usr/lib')})


def guard(name, arguments):
    if name.startswith('socket.') and name not in ('socket.__new__',):
        raise PermissionError('the network is shut off')
    if name == 'open' and isinstance(arguments[0], str) and not os.path.realpath(arguments[0]).startswith(allowed):
        raise PermissionError(f'{arguments[0]} lies outside of the package')


sys.path.insert(0, job['folder'])
sys.dont_write_bytecode = True
sys.addaudithook(guard)


def print_line(facts):
    output.write(json.dumps(facts) + '\n')


sys.stdout = sys.stderr = io.StringIO()
try:
    handler = getattr(importlib.import_module('index'), job['name'])
except Exception as error:  # whatever the handler's file raises
    print_line({'form': 'written', 'refused': repr(error)})
    sys.exit(0)

for index, given in enumerate(job['events']):
    if index > 0:
        notes = []
    event = watched(copy.deepcopy(given))
    cf = dict.__getitem__(dict.__getitem__(event, 'Records')[0], 'cf')
    request, response = (dict.get(cf, part) for part in ('request', 'response'))
    facts = {'form': 'written', 'before': given['Records'][0]['cf']}
    try:
        result = handler(event, types.SimpleNamespace(function_name='edge', aws_request_id='1'))
        facts |= {
            'isRequest': result is request, 'isResponse': response is not None and result is response, 'notes': notes,
        }
        facts['result'] = json.loads(json.dumps(result))
    except Exception as error:  # whatever the handler raises
        facts |= {'error': repr(error), 'notes': notes}
    print_line(facts)
