// Typed text is not lost: drafts, conflicts, a lost network, the same form twice, undo, time-out, a crash.
import assert from 'node:assert/strict';
import { call, doStep, fill, formOf, leaves, lives, lma, openStep, openedCase, stepRow, submit } from '../case-steps.mjs';
import { startProduct } from '../product.mjs';
import { look, picture } from '../page.mjs';
import { signIn as signInAt, signOut } from '../sign-in.mjs';
import { story } from '../story.mjs';

const TEXT = 'Handläggaren tog emot uppgiften och återkommer.';
const patient = (name, number) => ({ name, identifiers: lma(number) });
const saved = (page) => page.waitForResponse((answer) => answer.request().headers()['x-utkast'] === '1' && answer.ok());

story('A draft is kept through log-out, and gone when it is used', async ({ page, base, now, product, signIn }) => {
  await signIn('centre-dagson-nurse');
  const address = await openedCase(product, 'centre-dagson-nurse', { ...patient('Ali Hassan', '12-345621'), setting: 'outpatient' });
  await page.goto(address);
  await openStep(page, 'bostad');
  const form = formOf(page, 'establish_residence');
  const kept = saved(page);
  await form.locator('[name="address"]').fill('Påhittsvägen 3');
  await form.locator('[name="postal_code"]').focus();
  await kept;
  assert.match(await page.locator('[data-sparat]').innerText(), /Utkast sparat 10\.\d\d/);
  const there = page.url();
  await signOut(page);
  await signInAt(page, base, 'centre-dagson-nurse');
  assert.equal(new URL(page.url()).pathname, '/inkorg', 'log-out leaves no address behind on the computer');
  await page.goto(there);
  assert.equal(await formOf(page, 'establish_residence').locator('[name="address"]').inputValue(), 'Påhittsvägen 3');
  // Ctrl+S also saves the draft, and a colleague never sees it.
  await form.locator('[name="postal_code"]').fill('451 50');
  const again = saved(page);
  await page.keyboard.press('Control+s');
  await again;
  await fill(form, { municipality: '1485', housing: 'own' });
  await leaves(page, () => page.keyboard.press('Control+Enter'));
  await page.goto(address);
  await doStep(page, 'bostad', 'record_contact', call(now));
});

story('Who leaves by a link right after typing finds the text again', async ({ page, base, product, signIn }) => {
  await signIn('ward-9-nurse');
  const address = await openedCase(product, 'ward-9-nurse', patient('Zahra Amini', '12-345631'));
  await page.goto(address);
  await openStep(page, 'bostad');
  const form = formOf(page, 'establish_residence');
  await form.locator('[name="address"]').pressSequentially('Påhittsvägen 5');
  await leaves(page, () => page.locator('.flikar a').nth(1).click());
  // What a page sends while it is left is not seen from the outside, and comes when it comes.
  let found = '';
  for (let looked = 0; found === '' && looked < 20; looked += 1) {
    await page.goto(`${address}/steg/bostad`);
    found = await formOf(page, 'establish_residence').locator('[name="address"]').inputValue();
  }
  assert.equal(found, 'Påhittsvägen 5');
});

story('When the network is lost the page says so and keeps the text', async ({ page, base, product, context, signIn, tolerate }) => {
  tolerate(/ERR_INTERNET_DISCONNECTED/);
  await signIn('centre-skogslyckan-nurse');
  const address = await openedCase(product, 'centre-skogslyckan-nurse', { ...patient('Hiba Saleh', '12-345622'), setting: 'outpatient' });
  await page.goto(address);
  await openStep(page, 'bostad');
  const form = formOf(page, 'establish_residence');
  await context.setOffline(true);
  await form.locator('[name="address"]').fill('Exempelgatan 31');
  await form.locator('[name="postal_code"]').focus();
  await page.getByText('Ingen anslutning. Texten finns kvar här på sidan, stäng den inte.').waitFor();
  await picture(page, 'utan-anslutning');
  assert.equal(await form.locator('[name="address"]').inputValue(), 'Exempelgatan 31');
  const kept = saved(page);
  await context.setOffline(false);
  await page.evaluate(() => dispatchEvent(new Event('online')));
  await kept;
  await page.getByText(/Utkast sparat/).waitFor();
});

story('Two who save the same step both keep their text', async ({ page, base, now, product, signIn, another, tolerate }) => {
  tolerate(/status of (409|412)/);
  await signIn('ward-9-nurse');
  const address = await openedCase(product, 'ward-9-nurse', patient('Zahra Nouri', '12-345623'));
  await page.goto(address);
  const colleague = await another('ward-9-coordinator');
  await colleague.goto(address);
  await openStep(page, 'forsta-samtalet');
  await openStep(colleague, 'forsta-samtalet');
  await fill(formOf(page, 'record_contact'), { ...call(now), summary: 'Första texten.' });
  await submit(page, formOf(page, 'record_contact'));
  assert.match(await stepRow(page, 'forsta-samtalet').innerText(), /Klart/);
  await fill(formOf(colleague, 'record_contact'), { ...call(now), summary: 'Andra texten.' });
  await submit(colleague, formOf(colleague, 'record_contact'));
  const both = await colleague.locator('main').innerText();
  assert.match(both, /Någon hann spara före dig/);
  assert.match(both, /Andra texten\./);
  await look(colleague, '409');
  await submit(colleague, colleague.locator('form[data-main]').first());
  await colleague.goto(`${address}/samtalslogg`);
  const log = await colleague.locator('main').innerText();
  assert.match(log, /Första texten\./);
  assert.match(log, /Andra texten\./);
});

story('The same form sent twice is carried out once', async ({ page, base, now, product, signIn, tolerate }) => {
  tolerate(/status of (409|412)/);
  await signIn('ward-61-coordinator');
  const address = await openedCase(product, 'ward-61-coordinator', patient('Mona Aziz', '12-345624'));
  await page.goto(address);
  await openStep(page, 'forsta-samtalet');
  const form = formOf(page, 'record_contact');
  await fill(form, { ...call(now), summary: 'En enda gång.' });
  // The same bytes of the form are sent again, as a browser does when the answer was lost.
  const statuses = await form.evaluate(async (sent) => {
    const body = new URLSearchParams(new FormData(sent));
    const send = () => fetch(sent.action, { method: 'POST', body, redirect: 'manual' }).then(({ type, status }) => [type, status]);
    return [await send(), await send()];
  });
  assert.deepEqual(statuses[0], ['opaqueredirect', 0], 'the first is carried out');
  await page.goto(`${address}/samtalslogg`);
  assert.equal((await page.locator('main').innerText()).split('En enda gång.').length - 1, 1);
});

story('What can be undone is undone with one press', async ({ page, base, product, signIn }) => {
  await signIn('ward-61-physician');
  const address = await openedCase(product, 'ward-61-physician', patient('Bilal Sharif', '12-345625'));
  await page.goto(address);
  await doStep(page, 'bostad', 'establish_residence', lives);
  await leaves(page, () => page.getByRole('button', { name: 'Ångra', exact: true }).click());
  assert.match(await page.locator('[aria-label="Meddelanden"]').innerText(), /Ångrat/);
  assert.match(await stepRow(page, 'bostad').innerText(), /Att göra/);
});

story('Two minutes before the time-out the page says that the text is saved', async ({ page, base, signIn }) => {
  await page.clock.install();
  await signIn('centre-herrestad-nurse');
  await page.goto(`${base}/arenden/nytt/patient`);
  const limit = Number(await page.locator('body').getAttribute('data-timeout-seconds'));
  assert.ok(limit >= 300, `${limit} s`);
  await page.clock.fastForward((limit - 119) * 1000);
  const dialog = page.getByRole('dialog', { name: 'Du loggas ut om två minuter' });
  await dialog.waitFor();
  assert.match(await dialog.innerText(), /är sparat som utkast[\s\S]*samma steg/);
  await look(page, 'tidsgrans');
  await dialog.getByRole('button', { name: 'Stanna kvar' }).click();
  await dialog.waitFor({ state: 'hidden' });
});

story('What the server has acknowledged is there after it was killed', async ({ page, tolerate }) => {
  tolerate(/./);
  const first = await startProduct();
  let second;
  try {
    await page.context().unrouteAll();
    await signInAt(page, first.base, 'ward-nurse');
    const address = await openedCase(first, 'ward-nurse', patient('Farah Amiri', '12-345626'),
      [{ command: 'record_consent', kind: 'case', answer: 'given', form: 'oral' }]);
    await page.goto(address);
    await openStep(page, 'bostad');
    const kept = saved(page);
    await formOf(page, 'establish_residence').locator('[name="address"]').fill('Demovägen 12');
    await formOf(page, 'establish_residence').locator('[name="postal_code"]').focus();
    await kept;
    const place = new URL(page.url()).pathname;
    const folder = await first.crash();
    second = await startProduct({ folder, clock: new Date(first.now().getTime() + 60_000).toISOString() });
    // The session is stored on the server too, so the user continues on the same page.
    await page.goto(`${second.base}${place}`);
    if (new URL(page.url()).pathname === '/logga-in') await signInAt(page, second.base, 'ward-nurse');
    await page.goto(`${second.base}${place}`);
    assert.equal(await formOf(page, 'establish_residence').locator('[name="address"]').inputValue(), 'Demovägen 12');
    await page.goto(`${second.base}${new URL(address).pathname}`);
    assert.match(await stepRow(page, 'samtycke-till-arendet').innerText(), /Klart/);
    assert.match(await stepRow(page, 'bostad').innerText(), /Att göra/);
  } finally {
    if (second) await second.stop();
    else if (first.running()) await first.stop();
  }
});
