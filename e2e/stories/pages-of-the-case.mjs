// Every page of a case, as the region, the municipality and Koncernkontoret see it.
import assert from 'node:assert/strict';
import { formOf, leaves, noBlockedUnits, openForm, submit } from '../case-steps.mjs';
import { look } from '../page.mjs';
import { story } from '../story.mjs';

const TABS = ['plan', 'parter', 'vem-ser-vad', 'samtycken', 'samtalslogg', 'handelser', 'kopior', 'patienten'];
// With more on them in another story: an emergency opening, a letter, what was told before a group changed.
const LOOKED_AT_ELSEWHERE = ['vem-ser-vad', 'handelser', 'kopior'];

/** Opens a person's case from the worklist; returns the case's URL. */
async function openRow(page, base, who) {
  await page.goto(`${base}/inkorg`);
  await page.locator('.lista tr[data-rad]', { hasText: who }).locator('th a').click();
  await page.waitForURL(/\/arenden\//);
  return page.url().split('/steg/')[0];
}

story('A case says who sees what on every page, and its forms say what is wrong', async ({ page, base, signIn, tolerate }) => {
  tolerate(/status of 422/);
  await signIn('ward-nurse');
  const address = await openRow(page, base, 'A. T., 62 år');
  // All mistakes are shown at once, at their fields and at the top, and the text is kept.
  const form = formOf(page, 'record_contact');
  await form.locator('[name="summary"]').fill('Ringde i morse.');
  await form.locator('[name="at.date"]').fill('2026-03-09');
  await form.locator('[name="at.time"]').fill('9');
  await submit(page, form);
  const summary = page.locator('[data-fel-overst]');
  assert.match(await summary.innerText(), /behöver rättas/);
  assert.equal(await page.evaluate(() => document.activeElement.hasAttribute('data-fel-overst')), true, 'the summary has focus');
  assert.equal(await page.locator('[name="summary"]').inputValue(), 'Ringde i morse.');
  await summary.locator('a').first().click();
  assert.equal(await page.evaluate(() => document.activeElement.getAttribute('aria-invalid')), 'true');
  await look(page, 'arende-422');
  for (const tab of TABS) {
    assert.equal((await page.goto(`${address}/${tab}`)).status(), 200, tab);
    if (!LOOKED_AT_ELSEWHERE.includes(tab)) await look(page, `arende-${tab}`);
  }
  for (const link of await page.locator('main a[href*="/gor/"]').evaluateAll((links) => links.map((link) => link.href))) {
    assert.equal((await page.goto(link)).status(), 200, link);
    await noBlockedUnits(page);
  }
});

story('A case that has changed course says so', async ({ page, base, signIn }) => {
  await signIn('ward-nurse');
  await openRow(page, base, ', 38 år');
  await look(page, 'arende-nej');
  const address = await openRow(page, base, ', 50 år');
  await page.goto(`${address}/vem-ser-vad`);
  assert.match(await page.locator('main').innerText(), /Migrationsverket/, 'what it was told before');
  await look(page, 'arende-byte-av-grupp');
});

story('The pages of a protected case look the same whatever protects it', async ({ page, base, signIn }) => {
  await signIn('discharge-coordinator');
  await openRow(page, base, 'M. K., 34 år');
  await openForm(page, 'fraga-kommunen', 'ask_municipality');
  await look(page, 'skyddat-fraga-kommunen');
  const badge = () => page.locator('.banner__tagg').innerText();
  const banner = () => page.locator('.sekretess').innerText();
  const looks = async () => [await badge(), await banner(), await page.title()];
  const first = await looks();
  assert.equal(first[2], 'Ärende – Vårdbron');
  await openRow(page, base, 'F. D., 36 år');
  assert.deepEqual(await looks(), first, 'group not established');
  await openRow(page, base, 'M. R., 29 år');
  const [marked, told, title] = await looks();
  assert.deepEqual([marked, title], [first[0], first[2]], 'protected identity');
  // Here the steps do tell Migrationsverket, and the banner says so.
  assert.match(told, /^Socialtjänsten får inget från Vårdbron\. Kontakta Migrationsverket bara när ett steg säger det\./);
  await openRow(page, base, 'F. D., 36 år');
  await look(page, 'grupp-inte-faststalld');
});

story('What is about to leave is shown word for word before it does', async ({ page, base, signIn }) => {
  await signIn('physician');
  await openRow(page, base, 'L. P., 58 år');
  await openForm(page, 'kallelse-utan-namn', 'send_invitation');
  const check = await page.locator('.granska').innerText();
  assert.match(check, /SIP/);
  assert.doesNotMatch(check, /Petrenko|Larysa|Avdelning 43/);
  assert.ok(await page.locator('form[data-sends]').count(), 'no shortcut sends it');
  await look(page, 'kallelse-utan-namn');
  await openRow(page, base, 'H. W., 52 år');
  await look(page, 'overenskommelse');
  await openRow(page, base, 'F. J., 55 år');
  await look(page, 'vantar-pa-institution');
  await openRow(page, base, 'D. H., 45 år');
  await openForm(page, 'sip-mote', 'hold_sip_meeting');
  await look(page, 'sip-mote');
});

story('Municipal primary care reads its questions and its share of a case', async ({ page, base, signIn }) => {
  await signIn('municipal-primary-care');
  await look(page, 'kommunen-inkorg');
  await page.goto(`${base}/forfragningar`);
  await look(page, 'forfragningar');
  const question = page.locator('main a[href^="/forfragningar/"]').first();
  if (await question.count()) {
    await question.click();
    await look(page, 'forfragan');
  }
  await page.goto(`${base}/arenden`);
  await look(page, 'kommunen-arenden');
  const addresses = await page.locator('main .lista th a').evaluateAll((links) => links.map((link) => link.href));
  assert.ok(addresses.length > 1);
  const silent = async () => {
    const text = await page.locator('body').innerText();
    assert.doesNotMatch(text, /asylsökande|massflykting|nödvändiga tillstånd|\b[67] ?[ABC]\b/i);
  };
  for (const [index, address] of addresses.slice(0, 3).entries()) {
    await page.goto(address);
    await silent();
    if (index === 0) await look(page, 'kommunen-arende');
  }
  // The plan, with rows of its own to write in, and what its first version said.
  for (const address of addresses) {
    await page.goto(`${address}/plan`);
    await silent();
    if (await page.locator('a[href$="/plan/version/1"]').count()) break;
  }
  await look(page, 'kommunen-plan');
  await leaves(page, () => page.locator('a[href$="/plan/version/1"]').click());
  await silent();
  await look(page, 'kommunen-plan-version');
});

story('Koncernkontoret reads agreements and no plan', async ({ page, base, signIn }) => {
  await signIn('head-office');
  await look(page, 'koncernkontoret');
  await page.goto(`${base}/arenden`);
  const address = await page.locator('main .lista th a').first().getAttribute('href');
  await page.goto(`${base}${address}`);
  const text = await page.locator('main').innerText();
  assert.match(text, /Överenskommelse/i);
  assert.doesNotMatch(text, /Exempelgatan|Påhittsvägen|Demovägen|Vad är viktigt/);
  await look(page, 'koncernkontoret-arende');
});
