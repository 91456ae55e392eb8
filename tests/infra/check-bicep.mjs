#!/usr/bin/env node
// node tests/infra/check-bicep.mjs [--types DIR] FILE…   Exit status: 0 nothing found, 1 faults, 2 usage.
// A parser with type files, no compiler: expression types, start-time rules and whatever only a deployment shows are not covered.
import path from 'node:path';
import { read } from './bicep.mjs';
import * as givenValues from './arguments.mjs';
import * as names from './names.mjs';
import * as resources from './resources.mjs';

const given = process.argv.slice(2);
const folder = given[0] === '--types' ? given.splice(0, 2)[1] : undefined;
if (given.length === 0 || given.some(file => !/\.bicep(param)?$/.test(file))) {
  console.error('check-bicep: expected [--types DIR] and .bicep or .bicepparam files.');
  process.exit(2);
}

const opened = new Map();
const open = file => opened.get(path.resolve(file)) ?? opened.set(path.resolve(file), read(file)).get(path.resolve(file));
const types = folder && new resources.ResourceTypes(folder);
const total = { checked: 0, unknown: [], faults: 0 };
for (const template of given.map(open)) {
  template.isMain = path.basename(template.file) === 'main.bicep';
  if (template.faults.length === 0) {
    if (!template.isParameters) names.check(template);
    givenValues.check(template, open);
    if (types && !template.isParameters) add(resources.check(template, types));
  }

  for (const { file, row, column, says } of template.faults) console.log(`${file}(${row},${column}): ${says}`);
  total.faults += template.faults.length;
}

function add({ checked, unknown }) { total.checked += checked; total.unknown.push(...unknown); }

if (total.unknown.length > 0) console.log(`not checked, no type file: ${[...new Set(total.unknown)].join(', ')}`);
console.log(`${given.length} files, ${types ? `${total.checked} resources checked, ${total.unknown.length} without type file` : 'properties not checked (no --types)'}, ${total.faults} faults`);
process.exit(total.faults > 0 ? 1 : 0);
