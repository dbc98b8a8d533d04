"""Writes service-models.json anew from the models that botocore carries, for the operations that README.md lists.

botocore is AWS's own and under the Apache License 2.0. Taken from it are facts only: the enums, patterns and
bounds of what can be in an answer, by structure and member.
"""

import json
import re
import subprocess
from pathlib import Path

import botocore
import botocore.session

here = Path(__file__).parent
served = {}
for name, how in re.findall(r'^\| (\S+) \|(.*)\|$', (here / '../../../README.md').read_text(), re.M):
    if name.startswith('**'):
        operations = served.setdefault(name.strip('*'), [])
    elif re.match(r' (exact|approximate)', how):
        operations.append(name)
session = botocore.session.get_session()


def constraint_of(shape):
    found = {}
    if getattr(shape, 'enum', None):
        found['values'] = list(shape.enum)
    if shape.metadata.get('pattern') and 'enum' not in shape.metadata:
        found['pattern'] = shape.metadata['pattern']
    if shape.type_name in ('string', 'list', 'blob', 'map') and not found.get('values'):
        for name in ('min', 'max'):
            if name in shape.metadata:
                found[f'{name}Length'] = shape.metadata[name]
    elif shape.type_name in ('integer', 'long', 'float', 'double'):
        for name in ('min', 'max'):
            if name in shape.metadata:
                found[name] = shape.metadata[name]
    return found


def walk(shape, found, seen):
    if shape is None or shape.name in seen:
        return
    seen.add(shape.name)
    if shape.type_name == 'structure':
        for name, member in shape.members.items():
            constraint = constraint_of(member)
            if constraint:
                found[f'{shape.name}.{name}'] = constraint
            if member.type_name == 'list' and constraint_of(member.member):
                found[f'{shape.name}.{name}[]'] = constraint_of(member.member)
            walk(member, found, seen)
    elif shape.type_name == 'list':
        walk(shape.member, found, seen)
    elif shape.type_name == 'map':
        walk(shape.value, found, seen)


constraints = {}
for service, operations in served.items():
    model = session.get_service_model(service)
    found, seen = {}, set()
    for operation in operations:
        walk(model.operation_model(operation).output_shape, found, seen)
    constraints[service] = dict(sorted(found.items()))
path = here / 'service-models.json'
source = f'botocore {botocore.__version__}, Apache License 2.0'
path.write_text(json.dumps({'source': source, 'constraints': constraints}))
subprocess.run(['npx', 'biome', 'format', '--write', str(path)], check=True)
