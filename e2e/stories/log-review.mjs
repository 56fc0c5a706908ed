// Accountability: emergency access and its follow-up, the log reviewer's pages, the patient's extract.
import assert from 'node:assert/strict';
import { fill, lma, openedCase, submit } from '../case-steps.mjs';
import { look } from '../page.mjs';
import { startProduct } from '../product.mjs';
import { signIn as signInAt } from '../sign-in.mjs';
import { story } from '../story.mjs';

const NUMBER = '12-345671';
const PATIENT = { name: 'Yusuf Karimi', birth_date: '1979-08-02', identifiers: lma(NUMBER) };
const ASKED = {
  number: NUMBER, birth_date: PATIENT.birth_date, reason: 'care_now', words: 'Medvetslös på akuten.',
};

/** Asks for a case in an emergency. */
async function rescue(page, base, asked) {
  await page.goto(`${base}/nodoppning`);
  const form = page.locator('main form').first();
  await fill(form, asked);
  await submit(page, form);
}

story('An emergency opening shows a case to one reader, and its unit, the reviewer and the patient hear of it', async ({ page, base, product, signIn, another, tolerate }) => {
  tolerate(/status of (404|422)/);
  const address = await openedCase(product, 'ward-61-nurse', PATIENT);
  await signIn('ward-61-nurse');
  const stranger = await another('stranger-ward');
  await stranger.goto(`${base}/nodoppning`);
  await look(stranger, 'nodoppning');
  await rescue(stranger, base, { ...ASKED, birth_date: '1979-08-03' });
  assert.match(await stranger.locator('main').innerText(), /finns inte/i);
  await rescue(stranger, base, ASKED);
  assert.match(new URL(stranger.url()).pathname, /^\/nodoppning\/[a-z0-9]+$/i);
  const read = await stranger.locator('main').innerText();
  for (const told of [/Yusuf Karimi/, /Du kan läsa ärendet till/, /Vad som har hänt/]) assert.match(read, told);
  assert.equal(await stranger.locator('main form').count(), 0, 'nothing can be done');
  await look(stranger, 'nodoppnat-arende');
  assert.equal((await stranger.goto(address)).status(), 404, 'the case itself stays closed');

  await page.goto(`${address}/handelser`);
  assert.match(await page.locator('main').innerText(), /Nödöppningar[\s\S]*Väntar på granskning/);
  await look(page, 'handelser-nodoppning');
  await page.getByRole('link', { name: 'Loggutdrag till patienten' }).click();
  await page.waitForURL(/\/loggutdrag$/);
  const extract = await page.locator('main').innerText();
  assert.match(extract, /Öppnade ditt ärende i en nödsituation/);
  assert.doesNotMatch(extract, /Malin Tallbo/, 'the patient is told the unit, not the person');
  await look(page, 'loggutdrag');
  await page.emulateMedia({ media: 'print' });
  assert.doesNotMatch(await page.locator('main').innerText(), /Lämna utdraget|Migrationsverket/, 'what is for staff is not on the paper');
  await page.emulateMedia({ media: 'screen' });

  const reviewer = await another('log-reviewer');
  await reviewer.goto(`${base}/loggkontroll?slag=emergency`);
  await look(reviewer, 'loggkontroll');
  await reviewer.getByRole('row', { name: /Medvetslös på akuten/ }).getByRole('link', { name: /Granska/ }).click();
  await reviewer.waitForURL(/\/loggkontroll\/[a-z0-9]{26}$/i);
  const item = await reviewer.locator('main').innerText();
  assert.match(item, /Malin Tallbo/);
  assert.doesNotMatch(item, /Yusuf|Karimi|345671/, 'the reviewer sees the log, never the case');
  const form = reviewer.locator('main form').first();
  await fill(form, { outcome: 'followed_up' });
  await submit(reviewer, form);
  assert.match(await reviewer.locator('main').innerText(), /Skriv vad som görs och av vem/);
  await look(reviewer, 'granska-fel');
  const again = reviewer.locator('main form').first();
  await fill(again, { note: 'Enhetschefen talar med vårdaren.' });
  await submit(reviewer, again);
  await reviewer.goto(`${base}/loggkontroll/historik`);
  assert.match(await reviewer.locator('main').innerText(), /Följs upp/);
  await look(reviewer, 'loggkontroll-historik');
  await page.goto(`${address}/handelser`);
  assert.match(await page.locator('main').innerText(), /Nödöppningar[\s\S]*Följs upp/);
});

story('A log reviewer draws a sample with a seed that stands beside what it found', async ({ page, base, signIn }) => {
  await signIn('log-reviewer');
  assert.equal(new URL(page.url()).pathname, '/loggkontroll');
  assert.match(await page.locator('main').innerText(), /Nödöppning \(\d+\)[\s\S]*Slumpvis urval \(10\)/);
  await page.getByRole('link', { name: 'Dra ett urval' }).first().click();
  await page.waitForURL(/\/urval$/);
  await look(page, 'loggkontroll-urval');
  const form = page.locator('main form').first();
  await fill(form, { number: '10', seed: 'fyrbodal' });
  await submit(page, form);
  const rows = await page.locator('main table tbody tr').allInnerTexts();
  assert.equal(rows.length, 2);
  assert.ok(rows.every((row) => /fyrbodal/.test(row)), rows.join('\n'));
});

story('After half an hour an emergency opening answers as if it had never been', async ({ page, tolerate }) => {
  tolerate(/./);
  const first = await startProduct();
  let second;
  try {
    await page.context().unrouteAll();
    await openedCase(first, 'ward-61-nurse', PATIENT);
    await signInAt(page, first.base, 'stranger-ward');
    await rescue(page, first.base, ASKED);
    const place = new URL(page.url()).pathname;
    assert.match(place, /^\/nodoppning\/.+/);
    const folder = await first.crash();
    second = await startProduct({ folder, clock: new Date(first.now().getTime() + 31 * 60_000).toISOString() });
    await page.context().clearCookies();
    await signInAt(page, second.base, 'stranger-ward');
    const ended = await page.goto(`${second.base}${place}`);
    const never = await page.goto(`${second.base}/nodoppning/${'0'.repeat(26)}`);
    assert.equal(ended.status(), 404);
    assert.equal(never.status(), 404);
    assert.match(await page.locator('main').innerText(), /finns inte/i);
  } finally {
    if (second) await second.stop();
    else if (first.running()) await first.stop();
  }
});
