"""Runs expressions, and prints what came of each as JSON: its handler, and its text or its error.

    python3 expressions.py

`expressions/javascript.txt` and `expressions/python.txt` have one a line. Of JavaScript it may be the body of a function
that returns it; in Python, what stands before ` ;; ` is the module's, with `\\n` for its lines.
"""
import json
import pathlib
import re
import subprocess
import sys

from oracle import node

FOLDER = pathlib.Path(__file__).resolve().parent / 'expressions'
EVENT = {'Records': [{'cf': {'config': {'eventType': 'viewer-request'}, 'request': {
    'clientIp': '198.51.100.1', 'headers': {}, 'method': 'GET', 'querystring': 'a=1', 'uri': '/a/b',
}}}]}
RUNNER = """
const {codes, event} = JSON.parse(require('fs').readFileSync(0, 'utf8'));
(async () => {
  for (const code of codes) {
    let line;
    try {
      const module = {exports: {}};
      new Function('exports', 'module', 'require', code)(module.exports, module, require);
      line = {text: (await module.exports.handler(structuredClone(event))).headers.location[0].value};
    } catch (error) {
      line = {error: String(error)};
    }
    process.stdout.write(JSON.stringify(line) + '\\n');
  }
})();
"""


def lines(name: str) -> list[str]:
    return [line for line in (FOLDER / name).read_text().split('\n') if line]


def javascript(line: str) -> str:
    body = line if re.search(r'\breturn\b', line) else f'return ({line})'
    return (
        'exports.handler = async (event) => { const request = event.Records[0].cf.request;'
        f" const made = (() => {{ {body} }})(); return {{ status: '302', headers: {{ ['x-' + made]: [{{ value: 'v' }}],"
        " location: [{ key: 'Location', value: '' + made }] } } }"
    )


def python(line: str) -> str:
    *head, last = line.split(' ;; ')
    return '\n'.join([
        *(part.replace('\\n', '\n') for part in head), 'def handler(event, context):',
        "  request = event['Records'][0]['cf']['request']", f'  made = {last}',
        "  return {'status': '302', 'headers': {'x-' + str(made): [{'value': 'v'}],"
        " 'location': [{'key': 'Location', 'value': str(made)}]}}", '',
    ])


def run_python(code: str) -> dict:
    names = {'__name__': 'index'}
    try:
        exec(code, names)  # the expressions are the project's own
        return {'text': names['handler'](json.loads(json.dumps(EVENT)), None)['headers']['location'][0]['value']}
    except Exception as error:  # whatever an expression raises
        return {'error': repr(error)}


def main() -> None:
    codes = [javascript(line) for line in lines('javascript.txt')]
    done = subprocess.run(
        [node(), '-e', RUNNER], input=json.dumps({'codes': codes, 'event': EVENT}), capture_output=True, text=True,
        check=True, timeout=120)
    shown = [json.loads(line) for line in done.stdout.split('\n') if line]
    found = [{'kind': 'lambda', 'code': code, **line} for code, line in zip(codes, shown, strict=True)]
    found += [{'kind': 'python', 'code': code, **run_python(code)} for code in map(python, lines('python.txt'))]
    json.dump(found, sys.stdout)


if __name__ == '__main__':
    main()
