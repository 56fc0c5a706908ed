// Every page that belongs to no case: checked by axe and at all widths, for Swedish and complete text, and photographed.
import assert from 'node:assert/strict';
import { answerQuestions, leaves } from '../case-steps.mjs';
import { look } from '../page.mjs';
import { story } from '../story.mjs';

const opens = async (page, base, address) => assert.equal((await page.goto(`${base}${address}`)).status(), 200, address);

const visit = async (page, base, address, name) => {
  await opens(page, base, address);
  await look(page, name);
};

story('Log-in, the choice of assignment and the downtime page are for everybody', async ({ page, base, signIn, tolerate }) => {
  tolerate(/status of 422/);
  await opens(page, base, '/logga-in');
  await page.getByLabel('Användarnamn', { exact: true }).fill('ward-nurse');
  await page.getByLabel('Lösenord', { exact: true }).fill('fel');
  await page.getByRole('button', { name: 'Logga in', exact: true }).first().click();
  await page.waitForSelector('[data-fel-overst]');
  assert.equal(await page.getByLabel('Användarnamn', { exact: true }).inputValue(), 'ward-nurse');
  await look(page, 'logga-in-fel');
  await visit(page, base, '/driftstopp', 'driftstopp');
  await signIn('two-wards', 'Avdelning 52');
  await visit(page, base, '/uppdrag', 'uppdrag');
  assert.match(await page.locator('main button', { hasText: 'Används nu' }).innerText(), /Avdelning 52/);
});

story('A ward nurse finds her way among worklist, cases and search', async ({ page, base, signIn, tolerate }) => {
  await signIn('ward-nurse');
  await look(page, 'inkorg');
  assert.match(await page.locator('main').innerText(), /Försenat[\s\S]*I dag[\s\S]*Senare[\s\S]*Väntar på/);
  for (const part of await page.locator('.filter a').evaluateAll((links) => links.map((link) => link.getAttribute('href')))) {
    await opens(page, base, part);
  }
  await visit(page, base, '/arenden', 'arenden');
  await page.keyboard.press('/');
  await page.keyboard.type('Taleb');
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/sok$/);
  assert.match(await page.locator('main').innerText(), /A\. T\./);
  await look(page, 'sok');
  tolerate(/status of 404/);
  assert.equal((await page.goto(`${base}/arenden/finns-inte`)).status(), 404);
  await look(page, '404');
});

story('Help is the same for everybody who is logged in', async ({ page, base, signIn }) => {
  await signIn('specialist-clinic');
  await visit(page, base, '/lathund', 'lathund');
  await page.keyboard.press('?');
  await page.waitForURL(/\/genvagar$/);
  await look(page, 'genvagar');
  await visit(page, base, '/installningar', 'installningar');
  await visit(page, base, '/tillganglighet', 'tillganglighet');
  await visit(page, base, '/kontakter', 'kontakter');
});

story('The guidance stands as it is written, with what it refers to and where the sources disagree', async ({ page, base, signIn }) => {
  await signIn('regional-rehab');
  await visit(page, base, '/vagledning', 'vagledning');
  const pathways = await page.locator('main a[href^="/vagledning/"]').evaluateAll((links) => [...new Set(links.map((link) => link.getAttribute('href').split('#')[0]))]);
  assert.ok(pathways.length >= 6, `${pathways}`);
  const kinds = ['/vagledning/7c', '/vagledning/skillnader', '/vagledning/ratt-till-vard', '/vagledning/referenser', '/vagledning/regler', '/vagledning/checklistan', '/vagledning/versioner'];
  for (const address of pathways) {
    if (kinds.includes(address)) await visit(page, base, address, `vagledning-${address.split('/').at(-1)}`);
    else await opens(page, base, address);
  }
});

// One question of each shape: choices with a text, a text, a list with a choice, and the page before opening.
const KINDS = ['grupp', 'underlag', 'sprak', 'granska'];

story('Each question about a new case is a page, and the last says which pathway follows', async ({ page, base, signIn, tolerate }) => {
  tolerate(/status of 422/);
  await signIn('ward-23-nurse');
  await page.goto(`${base}/arenden/nytt/patient`);
  await page.getByRole('button', { name: 'Fortsätt' }).click();
  await page.waitForSelector('[data-fel-overst]');
  assert.match(await page.locator('[data-fel-overst]').innerText(), /uppgifter behöver rättas/);
  await look(page, 'nytt-arende-422');
  await answerQuestions(page, base, { name: 'Yonas Tekle', language: 'ti', lma: '12-345605', birthDate: '2018-02-03' },
    async (question) => { if (KINDS.includes(question)) await look(page, `nytt-arende-${question}`); });
  // No case is opened, and the answers are discarded.
  await page.goto(`${base}/arenden/nytt/plats`);
  await leaves(page, () => page.getByRole('button', { name: 'Börja om' }).click());
  await look(page, 'nytt-arende-borja-om');
  await leaves(page, () => page.getByRole('button', { name: 'Kasta svaren' }).click());
  await page.waitForURL(/\/arenden\/nytt\/plats$/);
  assert.equal(await page.getByRole('button', { name: 'Börja om' }).count(), 0);
});

// covers: X1
story('An administrator keeps units and staff, and sees no case', async ({ page, base, signIn, tolerate }) => {
  await signIn('administrator');
  await look(page, 'administration-start');
  for (const address of ['/administration/enheter', '/administration/personal', '/administration/personal/ny', '/administration/motesplatser', '/administration/utskick']) {
    await visit(page, base, address, address.slice(1).replaceAll('/', '-'));
  }
  for (const address of ['/administration/enheter/ny', '/administration/motesplatser/ny']) await opens(page, base, address);
  await page.goto(`${base}/administration/enheter`);
  await page.locator('main a[href^="/administration/enheter/SE"]').first().click();
  await look(page, 'administration-enhet');
  await page.goto(`${base}/administration/personal`);
  await page.locator('main tbody a[href^="/administration/personal/"]').first().click();
  await look(page, 'administration-person');
  await page.goto(`${base}/kontakter`);
  const contact = page.locator('main a[href^="/kontakter/"]').first();
  if (await contact.count()) {
    await contact.click();
    await look(page, 'kontakt');
  }
  assert.equal(await page.getByRole('search').count(), 0, 'nothing to search among');
  tolerate(/status of 404/);
  for (const address of ['/arenden', '/forfragningar']) {
    const answer = await page.goto(`${base}${address}`);
    const shown = await page.locator('main').innerText();
    assert.ok(answer.status() === 404 || !/[A-ZÅÄÖ]\. [A-ZÅÄÖ]\., \d+ år/.test(shown), address);
  }
});
