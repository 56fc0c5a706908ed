// What stories do with a page beside clicking in it.
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const here = path.dirname(fileURLToPath(import.meta.url));
const axe = fs.readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const WIDTHS = [1440, 390, 320];
export const screenshots = path.join(here, 'screenshots');

/** Saves the whole page as a picture under screenshots/, for a person to look at. */
export async function screenshot(page, name) {
  fs.mkdirSync(screenshots, { recursive: true });
  await page.screenshot({ path: path.join(screenshots, `${name}.png`), fullPage: true });
}

/**
 * Throws when axe finds a violation in light or dark at any of the widths, or when the page must be
 * scrolled sideways, also at 320 px with the text spacing of WCAG 1.4.12. Loads nothing: the page
 * is judged as it stands, and left in light at the first width.
 */
export async function checkAxe(page) {
  const found = new Map();
  const note = (what, where) => found.set(what, [...(found.get(what) ?? []), where]);
  await page.evaluate(axe);
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 900 });
    for (const colorScheme of ['light', 'dark']) {
      await page.emulateMedia({ colorScheme });
      await settled(page);
      const { violations } = await page.evaluate((values) => globalThis.axe.run(document, {
        runOnly: { type: 'tag', values },
        resultTypes: ['violations'],
      }), TAGS);
      for (const { id, help, nodes } of violations) {
        const at = nodes.slice(0, 3).map((node) => `${node.target} (${node.failureSummary?.split('\n')[1]?.trim()})`);
        note(`axe ${id}: ${help}: ${at.join('; ')}`, `${colorScheme} ${width}`);
      }
    }
    if (await sideways(page)) note(await sideways(page), `${width}`);
  }
  // A constructed sheet, as the page's content security policy rightly stops a <style>.
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
  if (found.size) {
    const lines = [...found].map(([what, where]) => `${what} [${where.join(', ')}]`);
    throw new Error(`${new URL(page.url()).pathname}\n  ${lines.join('\n  ')}`);
  }
}

/** The page's own transitions have ended, so that colours are those that a reader sees. */
function settled(page) {
  return page.evaluate(() => Promise.all(
    document.getAnimations()
      .filter((animation) => animation.effect?.getComputedTiming().endTime !== Infinity)
      .map((animation) => animation.finished.catch(() => {})),
  ).then(() => {}));
}

/** What makes the page wider than its window; undefined when nothing does. */
function sideways(page) {
  return page.evaluate(() => {
    const root = document.documentElement;
    if (root.scrollWidth <= root.clientWidth) return undefined;
    const outside = [...document.body.querySelectorAll('*')]
      .filter((element) => element.getBoundingClientRect().right > root.clientWidth + 1);
    const last = outside.at(-1) ?? document.body;
    return `sideways scroll: <${last.localName} class="${last.className}"> makes it ${root.scrollWidth} px wide`;
  });
}
