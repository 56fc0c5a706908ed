// What opens a way to a case takes two administrators, and neither of them becomes the one they let in.
import assert from 'node:assert/strict';
import { fill, leaves, submit } from '../case-steps.mjs';
import { look } from '../page.mjs';
import { story } from '../story.mjs';

const FIRST = 'ett-forsta-losenord';
const OWN = 'fyra vanliga ord i rad';
const NEW = { name: 'Nora Nyanländ', login: 'nora-ny', password: FIRST, unit: 'SE2321000131-E901148800001', role: 'care_staff' };

/** Logs in with the form, whatever page it leads to. */
async function logIn(page, base, password) {
  await page.goto(`${base}/logga-in`);
  await page.getByLabel('Användarnamn', { exact: true }).fill(NEW.login);
  await page.getByLabel('Lösenord', { exact: true }).fill(password);
  await leaves(page, () => page.getByRole('button', { name: 'Logga in', exact: true }).first().click());
}

// covers: X1
story('One administrator proposes a nurse, another confirms, and only the nurse becomes the nurse', async ({ page, base, context, signIn, another, tolerate }) => {
  tolerate(/status of 422/);
  await signIn('administrator');
  await page.goto(`${base}/administration/personal/ny`);
  const form = page.locator('main form').first();
  await fill(form, NEW);
  await submit(page, form);
  await page.goto(`${base}/administration/forslag`);
  assert.match(await page.locator('main').innerText(), /Nora Nyanländ/);
  assert.equal(await page.getByRole('button', { name: 'Bekräfta' }).count(), 0, 'nobody confirms their own');

  // Until somebody else has confirmed, the account leads nowhere but to its password.
  const nora = await context.browser().newContext().then((own) => own.newPage());
  await logIn(nora, base, FIRST);
  assert.equal(new URL(nora.url()).pathname, '/losenord');
  await nora.goto(`${base}/inkorg`);
  assert.equal(new URL(nora.url()).pathname, '/losenord', 'a first password opens nothing');

  const second = await another('administrator-2');
  await second.goto(`${base}/administration/forslag`);
  await look(second, 'forslag');
  await leaves(second, () => second.getByRole('button', { name: 'Bekräfta' }).first().click());
  const code = (await second.locator('main pre').innerText()).trim();
  assert.ok(code.length >= 8, code);
  await look(second, 'engangskod');

  // Whoever made the account knows the password, and not the code.
  await nora.goto(`${base}/losenord`);
  await look(nora, 'losenord-forsta');
  const change = nora.locator('main form').first();
  await fill(change, { nuvarande: FIRST, nytt: OWN, igen: OWN, kod: 'fel-kod' });
  await submit(nora, change);
  assert.match(await nora.locator('main').innerText(), /Engångskoden stämmer inte/);
  await fill(nora.locator('main form').first(), { nuvarande: FIRST, nytt: OWN, igen: OWN, kod: code });
  await submit(nora, nora.locator('main form').first());
  assert.equal(new URL(nora.url()).pathname, '/inkorg');
  await nora.getByRole('button', { name: 'Logga ut', exact: true }).click();
  await logIn(nora, base, FIRST);
  assert.match(await nora.locator('main').innerText(), /stämmer inte|fel/i, 'the first password is gone');

  const reviewer = await another('log-reviewer');
  await reviewer.goto(`${base}/loggkontroll?slag=regional_assignment`);
  assert.match(await reviewer.locator('main').innerText(), /Nora Nyanländ/);
  await nora.context().close();
});
