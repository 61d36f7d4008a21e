"""Prints what ast.parse makes of the files of the standard library: the path, and how many statements it has.

A file that is refused has none. Only files are listed that are UTF-8: others are not read by what is tested.
"""
import ast
import json
import pathlib
import sys
import sysconfig
import warnings

warnings.simplefilter('ignore')
sys.setrecursionlimit(10000)
root = pathlib.Path(sysconfig.get_path('stdlib'))
result = {}
for path in sorted(root.rglob('*.py')):
    if 'site-packages' in path.parts:
        continue
    source = path.read_bytes()
    try:
        source.decode()
    except UnicodeDecodeError:
        continue
    # Each tenth file by its name is enough, and the same on each run; grammar and its tests always.
    if sum(path.name.encode()) % 10 and path.name.removeprefix('test_').removesuffix('.py') not in {
        'grammar', 'patma', 'fstring', 'syntax', 'named_expressions', 'positional_only_arg', 'unparse', 'lambda',
        'coroutines', 'type_params', 'type_aliases', 'exception_group', 'with', 'unpack_ex', 'genexps', 'string_literals',
    }:
        continue
    try:
        count = sum(isinstance(node, ast.stmt) for node in ast.walk(ast.parse(source)))
    except (SyntaxError, ValueError):
        count = None
    result[str(path)] = count
json.dump(result, sys.stdout)
