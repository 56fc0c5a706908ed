// Runs the stories against the built product: node run.mjs [--pictures] [PART OF A STORY'S NAME OR FILE]
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';
import { found, screenshot, screenshots } from './page.mjs';
import { startProduct } from './product.mjs';
import { signIn } from './sign-in.mjs';
import { told } from './story.mjs';

const AT_ONCE = 2;
// The longest wait. Waits end as soon as their condition holds; a busy machine is no fault of the product.
const LONGEST_STORY = 300_000;
const LONGEST_WAIT = 45_000;
const FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
  '--disable-background-networking', '--disable-component-update', '--disable-sync'];

const here = path.dirname(fileURLToPath(import.meta.url));
const filter = process.argv.slice(2).find((word) => !word.startsWith('--')) ?? '';

/** Every story in the folder, with its file. */
async function gather() {
  const files = fs.readdirSync(path.join(here, 'stories')).filter((file) => file.endsWith('.mjs')).sort();
  const stories = [];
  for (const file of files) {
    const before = told().length;
    await import(pathToFileURL(path.join(here, 'stories', file)));
    stories.push(...told().slice(before).map((story) => ({ ...story, file })));
  }
  return stories.filter(({ name, file }) => name.includes(filter) || file.includes(filter));
}

function inPath(command) {
  const found = (process.env.PATH ?? '').split(':').map((folder) => path.join(folder, command)).find(fs.existsSync);
  if (!found) throw new Error(`${command} is not installed`);
  return found;
}

/** Records in `troubles` faults that a user would not see. */
async function watch(context, base, troubles) {
  await context.route(() => true, (route) => {
    const url = route.request().url();
    if (new URL(url).origin === base) return route.continue();
    troubles.push(`asked for something outside the product: ${url}`);
    return route.abort();
  });
  context.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) {
      troubles.push(`console ${message.type()}: ${message.text()} (${message.location().url})`);
    }
  });
  context.on('weberror', (error) => troubles.push(`script error: ${error.error().message}`));
  context.on('response', (response) => {
    if (response.status() >= 500) troubles.push(`${response.status()} from ${response.url()}`);
  });
  context.on('requestfailed', (request) => {
    // Leaving a page, or a download, aborts open requests.
    const reason = request.failure()?.errorText;
    if (reason !== 'net::ERR_ABORTED') troubles.push(`${reason} for ${request.url()}`);
  });
}

function within(milliseconds, work) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`not done after ${milliseconds / 1000} s`)), milliseconds);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}

/** Runs one story in its own browser contexts; returns the reasons why it failed, none if it passed. */
async function tell(browser, product, { name, body }) {
  const { base, now } = product;
  const troubles = [];
  const tolerated = [];
  const reasons = [];
  const pages = [];
  // Every user has a separate browser context.
  const newPage = async () => {
    const context = await browser.newContext({
      locale: 'sv-SE',
      timezoneId: 'Europe/Stockholm',
      viewport: { width: 1440, height: 900 },
      reducedMotion: 'reduce',
    });
    context.setDefaultTimeout(LONGEST_WAIT);
    await watch(context, base, troubles);
    const page = await context.newPage();
    pages.push(page);
    return page;
  };
  try {
    const page = await newPage();
    try {
      await within(LONGEST_STORY, body({
        page,
        base,
        now,
        product,
        context: page.context(),
        signIn: (userName, unit, on = page) => signIn(on, base, userName, unit),
        another: async (userName, unit) => {
          const other = await newPage();
          await signIn(other, base, userName, unit);
          return other;
        },
        tolerate: (pattern) => tolerated.push(pattern),
      }));
    } catch (error) {
      reasons.push(error.stack ?? String(error));
      for (const [index, open] of pages.entries()) {
        reasons.push(`at ${open.url()}`);
        await screenshot(open, `failed-${name.replace(/[^\p{L}\p{N}]+/gu, '-')}-${index}`).catch(() => {});
      }
    }
  } finally {
    for (const open of pages) {
      reasons.push(...found(open));
      await open.context().close();
    }
  }
  return [...reasons, ...troubles.filter((trouble) => !tolerated.some((pattern) => pattern.test(trouble)))];
}

fs.rmSync(screenshots, { recursive: true, force: true });
const stories = await gather();
const profile = fs.mkdtempSync(path.join(os.tmpdir(), 'vardbron-chromium-'));
const product = await startProduct();
const browser = await chromium.launch({ executablePath: inPath('chromium'), headless: true, args: FLAGS, env: { ...process.env, HOME: profile } });
let passed = 0;
let failed = 0;
try {
  const queue = [...stories];
  const worker = async () => {
    for (let next = queue.shift(); next; next = queue.shift()) {
      const began = performance.now();
      const reasons = await tell(browser, product, next);
      const seconds = ((performance.now() - began) / 1000).toFixed(1);
      if (reasons.length) failed += 1;
      else passed += 1;
      const done = `${passed + failed}/${stories.length}`;
      console.log(`${done} ${reasons.length ? 'FAILED' : 'ok'} ${next.name} (${next.file}, ${seconds} s)`);
      for (const reason of reasons) console.log(`    ${reason.replaceAll('\n', '\n    ')}`);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  if (!product.running()) {
    failed += 1;
    console.log('FAILED the product ended while the stories were told');
  }
  if (failed) console.log(`The end of the product's log:\n${product.log()}`);
} finally {
  await browser.close();
  await product.stop();
  fs.rmSync(profile, { recursive: true, force: true });
}
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed || !passed ? 1 : 0);
