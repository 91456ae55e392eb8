// What is given to modules, and by .bicepparam files to a template: known names, nothing required left out, literals within the constraints, no secrets.
import fs from 'node:fs';
import path from 'node:path';
import { body, first, literal, ofType, parameters, properties } from './bicep.mjs';

/** @param open reads a template once, by its path. */
export function check(template, open) {
  const given = template.isParameters ? [ofParameters(template)] : ofType(template.root, 'module_declaration').map(node => ofModule(template, node));
  for (const { node, target, values } of given) {
    const file = path.join(path.dirname(template.file), target ?? '');
    if (!target || !fs.existsSync(file)) { template.fault(node, `no template '${target}'`); continue; }
    compare(template, node, parameters(open(file)), values);
  }

  if (template.isParameters) withoutSecrets(template);
}

function ofParameters(file) {
  const using = first(file.root, 'using_statement');
  const values = new Map(ofType(file.root, 'variable_declaration').map(node => [node.namedChildren[0].text, { name: node.namedChildren[0], value: node.namedChildren[1] }]));
  return { node: using ?? file.root, target: literal(using && first(using, 'string')), values };
}

const ofModule = (template, node) => ({ node, target: literal(first(node, 'string')), values: properties(properties(body(node)).get('params')?.value) });

function compare(template, node, known, values) {
  for (const [name, { name: at, value }] of values) {
    const parameter = known.get(name);
    if (!parameter) template.fault(at, `'${name}' is no parameter there; known are ${[...known.keys()].join(', ')}`);
    else held(template, name, parameter, value);
  }

  for (const [name, { isRequired }] of known) if (isRequired && !values.has(name)) template.fault(node, `required parameter '${name}' is not given`);
}

const kinds = { string: ['string'], int: ['number', 'unary_expression'], bool: ['boolean'], object: ['object'], 'string[]': ['array'] };

function held(template, name, { type, decorators }, value) {
  const isLiteral = ['string', 'number', 'boolean', 'object', 'array'].includes(value.type);
  if (isLiteral && kinds[type] && !kinds[type].includes(value.type)) return template.fault(value, `'${name}' takes ${type}, found ${value.type}`);
  const number = at => Number(decorators.get(at)?.[0]?.text);
  const text = literal(value);
  const length = text?.length ?? (value.type === 'array' ? value.namedChildCount : undefined);
  if (length < number('minLength')) template.fault(value, `'${name}' is shorter than ${number('minLength')}`);
  if (length > number('maxLength')) template.fault(value, `'${name}' is longer than ${number('maxLength')}`);
  if (value.type === 'number' && (Number(value.text) < number('minValue') || Number(value.text) > number('maxValue'))) template.fault(value, `'${name}' is not from ${number('minValue')} to ${number('maxValue')}`);
  const allowed = decorators.get('allowed')?.[0]?.namedChildren.map(each => each.text);
  if (allowed && isLiteral && !allowed.includes(value.text)) template.fault(value, `'${name}' is none of ${allowed.join(', ')}`);
}

function withoutSecrets(file) {
  for (const key of ofType(file.root, 'object_property').map(each => each.namedChildren[0])) {
    if (/AdminKey|ApiKey|:Secret|TokenSecret|ConnectionString/i.test(key.text)) file.fault(key, `${key.text} is a secret; infra/deploy.sh puts it into the vault`);
  }

  for (const text of ofType(file.root, 'string')) if (/sk-(admin-)?[A-Za-z0-9]{8}|SG\.[A-Za-z0-9]{8}/.test(text.text)) file.fault(text, 'this looks like a key; infra/deploy.sh puts it into the vault');
}
