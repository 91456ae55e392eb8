// Bicep files as syntax trees (tree-sitter's grammar), and the few questions that the checks ask of them.
import fs from 'node:fs';
import path from 'node:path';
import { createRequire } from 'node:module';
import { Language, Parser } from 'web-tree-sitter';

await Parser.init();
const grammar = path.join(path.dirname(createRequire(import.meta.url).resolve('tree-sitter-bicep/package.json')), 'tree-sitter-bicep.wasm');
const parser = new Parser();
parser.setLanguage(await Language.load(grammar));

/** A file with its faults. Of `.bicepparam` the grammar lacks `param x = v`, which is read as `var` with a blank, so that columns stay. */
export function read(file) {
  const text = fs.readFileSync(file, 'utf8');
  const isParameters = file.endsWith('.bicepparam');
  const tree = parser.parse(isParameters ? text.replace(/^param(?=\s+\w+\s*=)/gm, 'var  ') : text);
  const faults = [];
  const read = { file, isParameters, root: tree.rootNode, faults, fault: (node, says) => faults.push({ file, row: node.startPosition.row + 1, column: node.startPosition.column + 1, says }) };
  for (const node of all(read.root)) {
    if (node.isMissing) read.fault(node, `${node.type} is missing`);
    else if (node.isError) read.fault(node, `syntax error near ${JSON.stringify(node.text.slice(0, 40))}`);
  }

  return read;
}

/** Every node of a tree, parents first. */
export function* all(node) {
  yield node;
  for (const child of node.children) if (child) yield* all(child);
}

export const ofType = (root, ...types) => [...all(root)].filter(node => types.includes(node.type));

export const first = (node, ...types) => node.namedChildren.find(child => types.includes(child.type));

/** The text of a string without interpolation; undefined for anything else. */
export const literal = node => node?.type !== 'string' || first(node, 'interpolation') ? undefined : node.text.slice(1, -1).replaceAll("\\'", "'");

/** The properties of an object node by name; nested resources, and names that are computed, are left out. */
export function properties(object) {
  const found = new Map();
  for (const entry of object?.namedChildren ?? []) {
    const [name, value] = entry.namedChildren;
    const key = entry.type !== 'object_property' ? undefined : name.type === 'string' ? literal(name) : name.type === 'identifier' ? name.text : undefined;
    if (key !== undefined) found.set(key, { name, value });
  }

  return found;
}

/** Whether an object has parts that only a deployment knows. */
export const isOpen = object => object.namedChildren.some(entry => entry.type === 'object_property' && entry.namedChildren[0].type === 'string' && literal(entry.namedChildren[0]) === undefined);

/** The object that a resource or module is given, past `if` and `for`. */
export function body(declaration) {
  const direct = first(declaration, 'object', 'if_statement', 'for_statement');
  return !direct || direct.type === 'object' ? direct : body(direct);
}

/** The decorators before a declaration, by name, each with its arguments. */
export function decorators(declaration) {
  const found = new Map();
  const before = declaration.previousNamedSibling;
  for (const call of before?.type === 'decorators' ? ofType(before, 'decorator').map(each => first(each, 'call_expression')) : []) {
    if (call) found.set(call.namedChildren[0].text, first(call, 'arguments')?.namedChildren ?? []);
  }

  return found;
}

/** Parameters of a template: declared type, whether they must be given, what constrains them. */
export function parameters(template) {
  return new Map(ofType(template.root, 'parameter_declaration').map(node => {
    const [name, type, fallback] = node.namedChildren;
    return [name.text, { node, type: type.text, isRequired: !fallback && !type.text.endsWith('?'), decorators: decorators(node) }];
  }));
}
