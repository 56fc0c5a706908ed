// Secrecy: what strangers, printed pages and URLs must not reveal.
import assert from 'node:assert/strict';
import { openCase } from '../case-steps.mjs';
import { screenshot } from '../page.mjs';
import { story } from '../story.mjs';

// covers: X1
story('A ward that is no party gets the page of a case that does not exist', async ({ page, base, signIn, another, tolerate }) => {
  tolerate(/status of 404/);
  await signIn('ward-61-nurse');
  const address = await openCase(page, base, { name: 'Leyla Dogan', language: 'tr', group: 'without_permits' }, {
    follows: /spår 6 C/, because: /utan nödvändiga tillstånd/,
  });
  const missing = `${base}/arenden/${'A'.repeat(new URL(address).pathname.split('/').at(-1).length)}`;
  for (const user of ['stranger-ward', 'municipal-primary-care', 'head-office', 'administrator', 'social-services', 'municipal-rehab', 'log-reviewer']) {
    const stranger = await another(user);
    const pages = [];
    for (const asked of [address, missing, `${base}/arenden/x`]) {
      const answer = await stranger.goto(asked);
      assert.equal(answer.status(), 404, `${user} ${asked}`);
      pages.push(await answer.text());
    }
    assert.equal(pages[0], pages[1], `${user}: the same bytes`);
    assert.equal(pages[0], pages[2], `${user}: a malformed id too`);
    for (const page of ['/parter', '/samtycken', '/samtalslogg', '/handelser', '/kopior']) {
      assert.equal((await stranger.goto(`${address}${page}`)).status(), 404, `${user} ${page}`);
    }
  }
});

// covers: X1
story('On paper a protected case is a notice, and the worklist names no group', async ({ page, base, signIn }) => {
  await signIn('ward-nurse');
  await page.goto(`${base}/inkorg`);
  await page.emulateMedia({ media: 'print' });
  await screenshot(page, 'utskrift-inkorg');
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
  await screenshot(page, 'utskrift-skyddat');
  const paper = (await page.locator('body').innerText()).trim();
  assert.match(paper, /^Den här sidan skrivs inte ut\./);
  assert.doesNotMatch(paper, /M\. K\.|Migrationsverket|samtycke/i);
  await page.emulateMedia({ media: 'screen' });
});
