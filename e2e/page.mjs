// Helpers for judging a page: accessibility, layout, language and pictures.
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const here = path.dirname(fileURLToPath(import.meta.url));
const axe = fs.readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
// What only colours decide, and dark mode changes nothing but colours.
const COLOURS = ['color-contrast', 'link-in-text-block'];
// A wide window, the same at 200 %, a telephone, and the narrowest that must do.
const WIDTHS = [1440, 720, 390, 320];
// Below 480 px every width has the same style sheet, so that the narrowest is asked for all of them.
const AXE_WIDTHS = [1440, 320];
export const screenshots = path.join(here, 'screenshots');
const wanted = process.argv.includes('--pictures');

/** A picture of the page, for a person to look at, when the run was asked for pictures. */
export async function picture(page, name) {
  if (wanted) await screenshot(page, name);
}

/** Saves the whole page as a picture under screenshots/. */
export async function screenshot(page, name) {
  fs.mkdirSync(screenshots, { recursive: true });
  await page.screenshot({ path: path.join(screenshots, `${name}.png`), fullPage: true });
}

const faults = new WeakMap();

/** The faults that look() has found, so that a story reports all of them and not only the first. */
export const found = (page) => faults.get(page) ?? [];

const looked = new Set();

/**
 * Checks the current page in every way that a machine can. Each kind of page is looked at once, in the
 * state that shows most of it: `name` says which, and a second look under the same name is a fault.
 */
export async function look(page, name) {
  const fault = (message) => faults.set(page, [...found(page), message]);
  if (looked.has(name)) fault(`${name} has been looked at already`);
  looked.add(name);
  await checkAxe(page).catch((error) => fault(error.message));
  if (!wanted) return;
  await screenshot(page, `${name}-1440`);
  await page.setViewportSize({ width: 390, height: 844 });
  await screenshot(page, `${name}-390`);
  await page.setViewportSize({ width: WIDTHS[0], height: 900 });
}

/**
 * Throws when axe finds a violation, in light or dark, wide or narrow, when the page must at any width be
 * scrolled sideways (also at 320 px with the text spacing of WCAG 1.4.12), when text is cut off, and
 * when there is a visible word that is not Swedish. Loads nothing: it checks the current page and
 * leaves it in light mode at the first width.
 */
export async function checkAxe(page) {
  const wrong = new Map();
  const note = (what, where) => wrong.set(what, [...(wrong.get(what) ?? []), where]);
  await page.evaluate(axe);
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 900 });
    const judged = { light: { type: 'tag', values: TAGS }, dark: { type: 'rule', values: COLOURS } };
    for (const [colorScheme, runOnly] of AXE_WIDTHS.includes(width) ? Object.entries(judged) : []) {
      await page.emulateMedia({ colorScheme });
      await settled(page);
      const { violations } = await page.evaluate((only) => globalThis.axe.run(document, {
        runOnly: only,
        resultTypes: ['violations'],
        preload: false,
      }), runOnly);
      for (const { id, help, nodes } of violations) {
        const at = nodes.slice(0, 3).map((node) => `${node.target} (${node.failureSummary?.split('\n')[1]?.trim()})`);
        note(`axe ${id}: ${help}: ${at.join('; ')}`, `${colorScheme} ${width}`);
      }
    }
    if (await sideways(page)) note(await sideways(page), `${width}`);
    for (const text of await cutOff(page)) note(`text cut off: ${text}`, `${width}`);
    for (const text of await spilt(page)) note(`text outside its card: ${text}`, `${width}`);
  }
  for (const word of await foreign(page)) note(`not Swedish: ${word}`, 'text');
  // A constructed style sheet, because the page's content security policy rightly blocks <style>.
  await page.evaluate(() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: 0.12em !important;
      word-spacing: 0.16em !important } p { margin-block-end: 2em !important }`);
    globalThis.spacing = sheet;
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  });
  if (await sideways(page)) note(await sideways(page), '320 with text spacing');
  await page.evaluate(() => {
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((sheet) => sheet !== globalThis.spacing);
  });
  await page.emulateMedia({ colorScheme: 'light' });
  await page.setViewportSize({ width: WIDTHS[0], height: 900 });
  if (wrong.size) {
    const lines = [...wrong].map(([what, where]) => `${what} [${where.join(', ')}]`);
    throw new Error(`${new URL(page.url()).pathname}\n  ${lines.join('\n  ')}`);
  }
}

/** Waits until the page's transitions have ended, so that the colours are final. */
function settled(page) {
  return page.evaluate(() => Promise.all(
    document.getAnimations()
      .filter((animation) => animation.effect?.getComputedTiming().endTime !== Infinity)
      .map((animation) => animation.finished.catch(() => {})),
  ).then(() => {}));
}

/** The element that makes the page wider than its window; undefined when nothing does. */
export function sideways(page) {
  return page.evaluate(() => {
    const root = document.documentElement;
    if (root.scrollWidth <= root.clientWidth) return undefined;
    const outside = [...document.body.querySelectorAll('*')]
      .filter((element) => element.getBoundingClientRect().right > root.clientWidth + 1);
    const last = outside.at(-1) ?? document.body;
    return `sideways scroll: <${last.localName} class="${last.className}"> makes it ${root.scrollWidth} px wide`;
  });
}

/** Texts that do not fit in their element, so that part of them is invisible. */
function cutOff(page) {
  return page.evaluate(() => [...document.body.querySelectorAll('*')]
    .filter((element) => {
      const style = getComputedStyle(element);
      const box = element.getBoundingClientRect();
      // Text for screen readers only is one pixel wide on purpose.
      const aloud = element.closest('.ds-sr-only');
      const seen = !aloud && box.width > 2 && box.height > 2 && style.visibility === 'visible';
      const hides = (value) => ['hidden', 'clip'].includes(value);
      const field = ['INPUT', 'TEXTAREA', 'SELECT', 'PROGRESS'].includes(element.tagName) || element.closest('svg');
      const wide = hides(style.overflowX) && element.scrollWidth > element.clientWidth + 1;
      const high = hides(style.overflowY) && element.scrollHeight > element.clientHeight + 1;
      return seen && !field && element.innerText?.trim() && (wide || high);
    })
    .map((element) => `<${element.localName} class="${element.className}"> ${element.innerText.trim().slice(0, 60)}`));
}

/** Texts that extend beyond their card and may overlap with other content. */
function spilt(page) {
  return page.evaluate(() => [...document.querySelectorAll('.kort, .ds-alert, td, th')]
    .filter((card) => card.scrollWidth > card.clientWidth + 1 && getComputedStyle(card).display !== 'inline')
    .filter((card) => card.clientWidth > 2 && !['auto', 'scroll'].includes(getComputedStyle(card).overflowX))
    .map((card) => `<${card.localName} class="${card.className}"> ${card.innerText.trim().slice(0, 60)}`));
}

// English words that occur in none of our Swedish sentences, codes of the API, and program output.
const FOREIGN = [
  /\b(?:the|with|this|that|your|please|error|failed|invalid|missing|required|submit|save|cancel|unknown|step|consent|undefined|null|true|false|none)\b/gi,
  /\b[a-z]+_[a-z]+(?:_[a-z]+)*\b/g,
  /\b(?:Some|None|Ok|Err)\(|\bNaN\b|\d{4}-\d\d-\d\dT\d\d|\{\{|\}\}/g,
];

async function foreign(page) {
  const text = await page.evaluate(() => `${document.title}\n${document.body.innerText}`);
  return [...new Set(FOREIGN.flatMap((pattern) => text.match(pattern) ?? []))];
}
