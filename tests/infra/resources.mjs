// Properties of resources against the type files that Azure/bicep-types-az generates (generated/<spec>/<namespace>/<version>/types.json).
import fs from 'node:fs';
import path from 'node:path';
import { body, first, isOpen, literal, ofType, properties } from './bicep.mjs';

const required = 1, readOnly = 2;
const simple = { string: 'StringType', number: 'IntegerType', boolean: 'BooleanType', object: 'ObjectType', array: 'ArrayType' };
const ofTheLanguage = ['parent', 'scope', 'dependsOn'];

export class ResourceTypes {
  #documents = new Map();

  constructor(folder) {
    for (const spec of fs.readdirSync(path.join(folder, 'generated'))) this.#index(path.join(folder, 'generated', spec));
  }

  #index(spec) {
    for (const namespace of fs.readdirSync(spec)) for (const version of fs.readdirSync(path.join(spec, namespace))) {
      const document = JSON.parse(fs.readFileSync(path.join(spec, namespace, version, 'types.json'), 'utf8'));
      for (const type of document) if (type.$type === 'ResourceType') this.#documents.set(type.name.toLowerCase(), { document, type });
    }
  }

  find(reference) { return this.#documents.get(reference.toLowerCase()); }
}

/** @returns how many resources were held against their type, and the references that no type file describes. */
export function check(template, types) {
  const counts = { checked: 0, unknown: [] };
  for (const node of ofType(template.root, 'resource_declaration')) {
    const reference = referenceOf(node);
    const found = types.find(reference);
    if (!found) { counts.unknown.push(reference); continue; }
    counts.checked++;
    const isExisting = node.children.some(child => child.type === 'existing');
    new Comparison(template, found.document, isExisting).compare(deref(found.document, found.type.body), body(node), reference, true);
  }

  return counts;
}

/** A nested resource is its parent's child, of its parent's version. */
function referenceOf(node) {
  const own = literal(first(node, 'string')) ?? '';
  let up = node.parent;
  while (up && up.type !== 'resource_declaration') up = up.parent;
  if (!up) return own;
  const [outer, outerVersion] = referenceOf(up).split('@');
  const [inner, version] = own.split('@');
  return `${outer}/${inner}@${version ?? outerVersion}`;
}

const deref = (document, pointer) => pointer?.$ref ? document[Number(pointer.$ref.split('/').pop())] : undefined;

class Comparison {
  constructor(template, document, isExisting) { Object.assign(this, { template, document, isExisting }); }

  compare(type, value, where, isTop = false) {
    if (!type || !value) return;
    switch (type.$type) {
      case 'ObjectType': return value.type === 'object' ? this.#object(type.properties ?? {}, deref(this.document, type.additionalProperties), value, where, isTop) : this.#kind(type, value, where);
      case 'DiscriminatedObjectType': return value.type === 'object' ? this.#oneOf(type, value, where, isTop) : this.#kind({ $type: 'ObjectType' }, value, where);
      case 'ArrayType': return value.type === 'array' ? value.namedChildren.forEach((item, i) => this.compare(deref(this.document, type.itemType), item, `${where}[${i}]`)) : this.#kind(type, value, where);
      case 'UnionType': return this.#union(type.elements.map(each => deref(this.document, each)), value, where);
      case 'StringLiteralType': return this.#union([type], value, where);
      default: return this.#kind(type, value, where);
    }
  }

  #kind(type, value, where) {
    const kind = simple[value.type];
    if (kind && Object.values(simple).includes(type.$type) && kind !== type.$type) this.template.fault(value, `${where}: expected ${type.$type.replace('Type', '').toLowerCase()}, found ${value.type}`);
  }

  #union(types, value, where) {
    const words = types.filter(each => each.$type === 'StringLiteralType').map(each => each.value);
    const text = literal(value);
    const takesAny = types.some(each => each.$type === 'AnyType');    // most lists are open, for words of later versions; ours are of these
    if (text !== undefined && words.length > 0 && !words.includes(text) && !takesAny) this.template.fault(value, `${where}: '${text}' is none of ${words.join(', ')}`);
    else if (simple[value.type] && value.type !== 'string' && !types.some(each => each.$type === simple[value.type] || each.$type === 'AnyType')) this.template.fault(value, `${where}: expected one of ${words.join(', ')}`);
  }

  #oneOf(type, value, where, isTop) {
    const chosen = literal(properties(value).get(type.discriminator)?.value);
    const element = chosen === undefined ? undefined : deref(this.document, type.elements[chosen]);
    if (chosen !== undefined && !element) this.template.fault(value, `${where}.${type.discriminator}: '${chosen}' is none of ${Object.keys(type.elements).join(', ')}`);
    this.#object({ ...type.baseProperties, ...element?.properties }, element ? deref(this.document, element.additionalProperties) : { $type: 'AnyType' }, value, where, isTop);
  }

  #object(known, additional, value, where, isTop) {
    const given = properties(value);
    for (const [key, { name, value: inner }] of given) {
      if (isTop && ofTheLanguage.includes(key)) continue;
      const property = known[key];
      if (!property && !additional) this.template.fault(name, `${where}: no property '${key}'; known are ${Object.keys(known).slice(0, 40).join(', ')}`);
      else if (property && property.flags & readOnly && !this.isExisting && key !== 'name') this.template.fault(name, `${where}.${key} is read-only`);
      this.compare(property ? deref(this.document, property.type) : additional, inner, `${where}.${key}`);
    }

    if (this.isExisting || isOpen(value)) return;
    for (const [key, property] of Object.entries(known)) {
      if ((property.flags & (required | readOnly)) === required && !given.has(key)) this.template.fault(value, `${where}: required property '${key}' is missing`);
    }
  }
}
