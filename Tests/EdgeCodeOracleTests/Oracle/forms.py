"""Makes of each handler the forms in which it may be deployed.

`written` is what its author wrote (of TypeScript: without its types); `bundle` and `minified` come from esbuild,
`es2017` and `es5` from tsc. Where scripts/bundlers has laid out their tools, `webpack`, `ncc`, `rollup`, `terser` and
`babel` come from those (`bundlers.cjs`); `development` is webpack's too. A Python handler has one form. The files of a package that are no code come along.
"""
import json
import os
import pathlib
import re
import shutil
import subprocess

from corpus import Handler

JAVASCRIPT = {'.js', '.mjs', '.ts'}
# The tools of the forms that esbuild and tsc do not make; none where they are not installed.
TOOLS = pathlib.Path(os.environ['AUDIT_TEST_BUNDLERS']) if os.environ.get('AUDIT_TEST_BUNDLERS') else None
OWN_FORMS = ('written', 'bundle', 'minified', 'es2017', 'es5')


def forms_of(kind: str) -> tuple[str, ...]:
    """The forms of handlers of a kind."""
    if kind == 'python':
        return ('written',)
    packed = ('webpack', 'development', 'ncc') if kind == 'lambda' else ()
    return OWN_FORMS + ((*packed, 'rollup', 'terser', 'babel') if TOOLS else ())


IMPORT = re.compile(r'^import .*$', re.M)
MODULE = re.compile(r'^(import|export) (?!type )', re.M)


def make(handlers: list[Handler], into: pathlib.Path, node: str) -> None:
    """Each form of each handler, as a folder `HANDLER/FORM` that holds its package."""
    for handler in handlers:
        target = into / handler.id
        if handler.kind == 'python':
            copy(handler, target / 'written', lambda name: True)
        elif handler.kind == 'functions':
            function_forms(handler, target)
        else:
            lambda_forms(handler, target)
    javascript = [handler for handler in handlers if handler.kind != 'python']
    compile_down(javascript, into)
    if TOOLS:
        other_forms(javascript, into, node)


def run(*command: str | pathlib.Path, text: str | None = None, check: bool = True) -> str:
    done = subprocess.run([str(part) for part in command], input=text, capture_output=True, text=True)
    if check and done.returncode != 0:
        raise SystemExit(f'{" ".join(map(str, command))}\n{done.stdout}{done.stderr}')
    return done.stdout


def copy(handler: Handler, target: pathlib.Path, wanted) -> None:
    """The handler's files, those whose suffix is wanted; a handler that is one file becomes `index`."""
    for file in handler.files:
        if handler.path.is_dir():
            place = target / file.relative_to(handler.path)
        else:
            place = target / ('index' + file.suffix)
        if wanted(file.suffix):
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(file, place)


def function_forms(handler: Handler, target: pathlib.Path) -> None:
    copy(handler, target / 'written', lambda suffix: True)
    source = handler.path.read_text()
    bundle = run('esbuild', handler.path, '--bundle', '--format=esm', '--tree-shaking=false', '--target=es2017',
                 '--external:cloudfront', '--external:crypto', '--external:querystring')
    put(target / 'bundle' / 'index.js', bundle)
    # esbuild gives the functions of a module short names, `handler` too; those of a script keep them.
    imports = ''.join(line + '\n' for line in IMPORT.findall(source))
    script = run('esbuild', '--minify', '--target=es2017', text=IMPORT.sub('', source))
    put(target / 'minified' / 'index.js', imports + script)


def lambda_forms(handler: Handler, target: pathlib.Path) -> None:
    if handler.entry.suffix == '.ts' and handler.path.is_dir():
        # Its files name each other without a suffix, as only CommonJS resolves it.
        copy(handler, target / 'written', lambda suffix: suffix not in JAVASCRIPT)
        for file in handler.files:
            if file.suffix == '.ts':
                place = (target / 'written' / file.relative_to(handler.path)).with_suffix('.js')
                put(place, run('esbuild', file, '--format=cjs'))
    elif handler.entry.suffix == '.ts':
        suffix = 'mjs' if MODULE.search(handler.entry.read_text()) else 'js'
        put(target / 'written' / f'index.{suffix}', run('esbuild', handler.entry))
    else:
        copy(handler, target / 'written', lambda suffix: True)
    for form, options in (('bundle', []), ('minified', ['--minify'])):
        copy(handler, target / form, lambda suffix: suffix not in JAVASCRIPT)
        run('esbuild', handler.entry, '--bundle', '--platform=node', '--target=node18', '--log-level=error',
            '--external:aws-sdk', '--external:@aws-sdk/*', '--external:sharp', *options,
            f'--outfile={target / form / "index.js"}')


def compile_down(handlers: list[Handler], into: pathlib.Path) -> None:
    """tsc takes seconds to start, so it compiles all handlers at once, each in a folder of its own."""
    staged = into / '.staged'
    for handler in handlers:
        folder = staged / handler.id
        copy(handler, folder, lambda suffix: True)
        for file in [file for file in folder.rglob('*.mjs')]:
            # tsc would take `.mjs` for what has to stay a module.
            file.write_text(re.sub(r"(from '\./[^']+)\.mjs'", r"\1'", file.read_text()))
            file.rename(file.with_suffix('.js'))
    for form in ('es2017', 'es5'):
        for kind, module in (('functions', 'es2015'), ('lambda', 'commonjs')):
            sources = [file for file in (staged / kind).rglob('*') if file.suffix in ('.js', '.ts')]
            if not sources:
                continue
            compiled = into / '.compiled' / form / kind
            # What tsc finds wrong with the types of plain JavaScript changes nothing of what it writes.
            run('tsc', '--target', form, '--module', module, '--moduleResolution', 'node', '--allowJs',
                '--esModuleInterop', '--resolveJsonModule', '--downlevelIteration', '--lib', 'es2022,dom',
                '--rootDir', staged / kind, '--outDir', compiled, *sources, check=False)
            for handler in handlers:
                if handler.kind == kind:
                    relative = pathlib.Path(handler.id).relative_to(kind)
                    target = into / handler.id / form
                    shutil.copytree(compiled / relative, target)
                    if kind == 'lambda':
                        copy(handler, target, lambda suffix: suffix not in JAVASCRIPT)
    shutil.rmtree(staged)
    shutil.rmtree(into / '.compiled')


def other_forms(handlers: list[Handler], into: pathlib.Path, node: str) -> None:
    """One process makes all of them, since the tools take long to load."""
    jobs = []
    for handler in handlers:
        written = into / handler.id / 'written'
        entry = next(written.glob('index.*')).name
        jobs.append({'kind': handler.kind, 'from': str(written), 'entry': entry, 'into': str(into / handler.id)})
        for form in set(forms_of(handler.kind)).difference(OWN_FORMS):
            copy(handler, into / handler.id / form, lambda suffix: suffix not in JAVASCRIPT)
    described = into / 'jobs.json'
    described.write_text(json.dumps(jobs))
    run(node, pathlib.Path(__file__).with_name('bundlers.cjs'), TOOLS, described)
    described.unlink()


def put(place: pathlib.Path, text: str) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(text)
