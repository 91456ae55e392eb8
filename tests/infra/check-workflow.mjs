#!/usr/bin/env node
// node tests/infra/check-workflow.mjs FILE…   GitHub's own parser over workflow files. Exit status: 0 nothing found, 1 faults.
import fs from 'node:fs';
import { register } from 'node:module';

// The parser imports its schema in a way that older Node.js takes and newer refuses without a word about it.
register('data:text/javascript,' + encodeURIComponent(`
  import fs from 'node:fs'; import { fileURLToPath } from 'node:url';
  export const load = (url, context, next) => url.endsWith('.min.json')
    ? { format: 'module', shortCircuit: true, source: 'export default ' + fs.readFileSync(fileURLToPath(url), 'utf8') } : next(url, context);`));
const { convertWorkflowTemplate, NoOperationTraceWriter, parseWorkflow } = await import('@actions/workflow-parser');

let faults = 0;
const say = (file, text) => { faults++; console.log(`${file}: ${text}`); };
for (const file of process.argv.slice(2)) {
  const content = fs.readFileSync(file, 'utf8');
  const parsed = parseWorkflow({ name: file, content }, new NoOperationTraceWriter());
  const errors = parsed.context.errors.getErrors().map(error => error.message);
  if (errors.length === 0) {
    const template = await convertWorkflowTemplate(parsed.context, parsed.value, undefined, { errorPolicy: 1 });
    errors.push(...(template.errors ?? []).map(error => error.Message ?? error.message));
    for (const job of template.jobs ?? []) check(file, job);
  }

  for (const error of errors) say(file, error);
  for (const [, action, version] of content.matchAll(/uses:\s*(\S+)@(\S+)/g)) if (!/^([0-9a-f]{40}|v\d+)$/.test(version)) say(file, `${action}@${version} is pinned neither to a version nor to a commit`);
}

function check(file, job) {
  for (const step of job.steps ?? []) {
    const text = JSON.stringify(step.run ?? '');
    if (/\$\{\{\s*(github\.event|inputs|github\.head_ref)/.test(text)) say(file, `job ${job.id}: outside text goes into a script by an environment variable, never by \${{ }}`);
  }
}

console.log(`${process.argv.length - 2} workflows, ${faults} faults`);
process.exit(faults > 0 ? 1 : 0);
