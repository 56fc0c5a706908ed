// Starts the built product with invented data in its own folder, and stops it again.
import { execFile, spawn } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

export const CLOCK = '2026-03-05T10:42:00+01:00';

function binary() {
  const target = process.env.CARGO_TARGET_DIR
    ?? path.join(process.env.XDG_CACHE_HOME ?? path.join(os.homedir(), '.cache'), 'vardbron', 'target');
  const file = process.env.VARDBRON_BIN ?? path.join(target, 'release', 'vardbron');
  if (!fs.existsSync(file)) throw new Error(`${file} is not there: ./test --only build`);
  return file;
}

function freePort() {
  return new Promise((resolve, reject) => {
    const server = net.createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

/**
 * A running demo server: `base` (its URL), `now()` (its clock), `token(user)` for the API, `log()` (the end of its
 * log), `running()`, `stop()`, and `crash()`, which kills it and returns the folder with its stored
 * data. Rejects when the server ends before it is ready. It starts in a new folder, or in the `folder`
 * of an earlier server, with its clock at `clock`.
 */
export async function startProduct({ folder, clock = CLOCK } = {}) {
  const data = folder ?? fs.mkdtempSync(path.join(os.tmpdir(), 'vardbron-e2e-'));
  const store = path.join(data, 'store');
  const port = await freePort();
  const base = `http://127.0.0.1:${port}`;
  const file = binary();
  const logFile = path.join(data, 'log');
  const logHandle = fs.openSync(logFile, 'w');
  const child = spawn(
    file,
    ['serve', '--demo', '--data', store, '--listen', `127.0.0.1:${port}`, '--clock', clock],
    {
      stdio: ['ignore', 'pipe', logHandle],
      env: { ...process.env, VARDBRON_LOG_KEY: path.join(data, 'log.key') },
    },
  );
  const began = Date.now();
  const now = () => new Date(Date.parse(clock) + Date.now() - began);
  const log = () => fs.readFileSync(logFile, 'utf8').split('\n').slice(-30).join('\n');
  const running = () => child.exitCode === null && child.signalCode === null;
  const ended = new Promise((resolve) => {
    child.once('exit', resolve);
    child.once('error', resolve);
  });
  // The server ends with this process, however it ends.
  const kill = () => child.kill('SIGKILL');
  process.once('exit', kill);
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(1));

  const over = async () => {
    await ended;
    process.removeListener('exit', kill);
    fs.closeSync(logHandle);
  };
  const stop = async () => {
    child.kill('SIGTERM');
    const forced = setTimeout(kill, 10_000);
    await over();
    clearTimeout(forced);
    fs.rmSync(data, { recursive: true, force: true });
  };
  const crash = async () => {
    kill();
    await over();
    return data;
  };

  const ready = new Promise((resolve) => {
    let said = '';
    child.stdout.on('data', (bytes) => {
      said += bytes;
      if (said.includes('\n')) resolve(true);
    });
  });
  if (!(await Promise.race([ready, ended.then(() => false)]))) {
    const last = log();
    await stop();
    throw new Error(`The product ended before it was ready:\n${last}`);
  }

  const token = async (user) => {
    const { stdout } = await promisify(execFile)(file, ['demo-token', user, '--data', store]);
    return stdout.trim();
  };

  return { base, now, token, log, running, stop, crash };
}
