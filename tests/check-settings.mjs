#!/usr/bin/env node
// node tests/check-settings.mjs SCHEMA DOCUMENTS   Which of the documents (a JSON array) the schema takes, by Ajv; a JSON array of true and false.
import fs from 'node:fs';
import Ajv from 'ajv';

const [schema, documents] = process.argv.slice(2).map(file => JSON.parse(fs.readFileSync(file, 'utf8')));
const check = new Ajv({ strict: true, allowUnionTypes: true, strictTypes: false }).compile(schema);
console.log(JSON.stringify(documents.map(document => check(document))));
