// Tests the published OpenAPI document against the running product: for any request, the answer is one
// that the document describes, and never a fault of the server. Schemathesis generates the requests.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { startProduct } from './product.mjs';

const CHECKS = ['not_a_server_error', 'status_code_conformance', 'content_type_conformance', 'response_schema_conformance'];
const ROLES = ['ward-nurse', 'municipal-primary-care', 'administrator'];
const long = process.env.VARDBRON_LONG === '1';

const product = await startProduct();
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'vardbron-contract-'));
let passed = 0;
let failed = 0;

/** A case that the caller may see, so that requests get past authorization; an administrator has none. */
async function someCase(headers) {
  const answer = await fetch(`${product.base}/api/v1/cases`, { headers });
  if (answer.status === 404) return undefined;
  if (!answer.ok) throw new Error(`the worklist answered ${answer.status}`);
  const cases = await answer.json();
  return (Array.isArray(cases) ? cases : cases.items)?.[0]?.id;
}

function schemathesis(configuration, authorization) {
  // One worker, because Python 3.11 miscounts its recursion depth when two threads parse at once.
  const child = spawn(process.env.SCHEMATHESIS ?? 'schemathesis', [
    '--config-file', configuration, 'run', `${product.base}/api/v1/openapi.json`,
    '--header', `Authorization: ${authorization}`,
    '--checks', CHECKS.join(','), '--phases', 'examples,coverage,fuzzing',
    '--max-examples', long ? '200' : '12', '--seed', '20260305',
    '--suppress-health-check', 'all', '--warnings', 'off', '--continue-on-failure',
  ], { stdio: ['ignore', 'inherit', 'inherit'], cwd: folder, env: { ...process.env, NO_COLOR: '1' } });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', resolve);
  });
}

try {
  for (const role of ROLES) {
    const Authorization = `Bearer ${await product.token(role)}`;
    const id = await someCase({ Authorization });
    const configuration = path.join(folder, `${role}.toml`);
    fs.writeFileSync(configuration, id ? `[parameters]\n"path.id" = ${JSON.stringify(id)}\n` : '');
    console.log(`As ${role}, ${id ? 'on a case of its own' : 'without a case'}`);
    if ((await schemathesis(configuration, Authorization)) === 0) passed += 1;
    else failed += 1;
  }
  if (!product.running()) failed += 1;
  if (failed) console.log(`The end of the product's log:\n${product.log()}`);
} finally {
  await product.stop();
  fs.rmSync(folder, { recursive: true, force: true });
}
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed || !passed ? 1 : 0);
