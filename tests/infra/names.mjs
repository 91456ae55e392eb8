// Every name that is used is declared, every parameter and variable is used, every function exists; parameters and outputs are described.
import { all, first, ofType, parameters } from './bicep.mjs';

const functions = new Set(('any array bool cidrHost cidrSubnet coalesce concat contains createArray dateTimeAdd deployer deployment empty endsWith environment filter first flatten format guid if int intersection '
  + 'items join json last length loadTextContent map max min newGuid objectKeys padLeft parseCidr range reduce replace reference resourceGroup resourceId skip sort split startsWith string subscription subscriptionResourceId '
  + 'substring take tenant toLower toUpper trim union uniqueString uri utcNow description minLength maxLength minValue maxValue allowed secure metadata export sealed').split(' '));

const declarations = { parameter_declaration: 'parameter', variable_declaration: 'variable', resource_declaration: 'resource', module_declaration: 'module' };

export function check(template) {
  const declared = new Map();
  const names = new Set();
  const declare = (name, kind) => { declared.set(name.text, { name, kind }); names.add(name.id); };
  for (const node of all(template.root)) {
    if (declarations[node.type]) declare(first(node, 'identifier'), declarations[node.type]);
    else if (['loop_variable', 'loop_enumerator'].includes(node.type)) declare(node, 'local');
    else if (node.type === 'lambda_expression') for (const name of ofType(node.namedChildren[0], 'identifier')) declare(name, 'local');
    else if (node.type === 'for_statement' && node.namedChildren[0].type === 'identifier') declare(node.namedChildren[0], 'local');
    else if (['object_property', 'output_declaration', 'metadata_declaration', 'type'].includes(node.type)) names.add(node.namedChildren[0]?.id);
    else if (node.type === 'call_expression') called(template, node.namedChildren[0], names);
  }

  const used = new Set();
  for (const node of ofType(template.root, 'identifier').filter(node => !names.has(node.id) && !isOfType(node))) {
    used.add(node.text);
    if (!declared.has(node.text)) template.fault(node, `'${node.text}' is not declared`);
  }

  for (const [text, { name, kind }] of declared) {
    if (['parameter', 'variable'].includes(kind) && !used.has(text)) template.fault(name, `${kind} '${text}' is never used`);
  }

  described(template);
}

function called(template, name, names) {
  if (name.type !== 'identifier') return;
  names.add(name.id);
  if (!functions.has(name.text)) template.fault(name, `no function '${name.text}' is known to this check`);
}

/** Property names in a type's own object. */
const isOfType = node => { for (let up = node.parent; up; up = up.parent) if (up.type === 'type') return true; return false; };

function described(template) {
  const constraints = ['allowed', 'minLength', 'maxLength', 'minValue', 'maxValue'];
  for (const [name, { node, type, decorators }] of parameters(template)) {
    if (!decorators.has('description')) template.fault(node, `parameter '${name}' is not described`);
    if (['string', 'int'].includes(type) && template.isMain && !constraints.some(each => decorators.has(each))) template.fault(node, `parameter '${name}' is not constrained`);
    if (decorators.has('secure') || /secret(?!s?Names)|password|adminkey|apikey/i.test(name)) template.fault(node, `parameter '${name}' carries a secret; secrets go into the vault and through no template`);
  }

  for (const output of ofType(template.root, 'output_declaration')) {
    if (/\blist[A-Z]\w*\(|primaryKey|ConnectionString|InstrumentationKey/.test(output.text)) template.fault(output, 'an output is readable by whoever may read deployments, and this one holds a secret');
  }
}
