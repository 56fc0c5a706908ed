// Secrecy: what printed pages must not reveal.
import assert from 'node:assert/strict';
import { picture } from '../page.mjs';
import { story } from '../story.mjs';

// covers: X1
story('On paper a protected case is a notice, and the worklist names no group', async ({ page, base, signIn }) => {
  await signIn('ward-nurse');
  await page.goto(`${base}/inkorg`);
  await page.emulateMedia({ media: 'print' });
  await picture(page, 'utskrift-inkorg');
  const printed = await page.locator('main').innerText();
  assert.doesNotMatch(printed, /Asylsökande|Massflykting|Skyddat|avsnitt \d/);
  assert.match(printed, /A\. T\., 62 år/);
  // A step's text would reveal the group: only some groups have a call to Migrationsverket.
  assert.doesNotMatch(printed, /Migrationsverket|LMA|Fastställ|Vera|UTill|informationsblad|tolk|placering|Försenat|I dag|Skyndsamt|Väntat/i);
  await page.emulateMedia({ media: 'screen' });
  // M. K. is a person without permits; her page on paper says nothing about her.
  const row = page.locator('.lista tr[data-rad]', { hasText: 'M. K., 34 år' });
  await row.locator('th a').click();
  await page.emulateMedia({ media: 'print' });
  await picture(page, 'utskrift-skyddat');
  const paper = (await page.locator('body').innerText()).trim();
  assert.match(paper, /^Den här sidan skrivs inte ut\./);
  assert.doesNotMatch(paper, /M\. K\.|Migrationsverket|samtycke/i);
  await page.emulateMedia({ media: 'screen' });
});
