// The plan: many write at once, in the office and at the meeting, by mouse and by keyboard.
import assert from 'node:assert/strict';
import { MEETING_POINT, leaves, lma, newRow, openedCase, planCommands, savePlan } from '../case-steps.mjs';
import { look } from '../page.mjs';
import { CLOCK } from '../product.mjs';
import { story } from '../story.mjs';

// Demo units, from crates/server/demo/units.tsv.
const WARD = 'SE2321000131-E901148800001';

/** A case whose meeting is planned and whose plan is written. */
function planned(product) {
  const soon = new Date(Date.parse(CLOCK) + 6 * 86_400_000).toISOString();
  const [written] = planCommands(WARD, { matters: 'Att få bo kvar hos sin bror.', need: 'Såret ska läka.', task: 'Lägger om såret.' });
  return openedCase(product, 'ward-nurse', { name: 'Leila Karimi', identifiers: lma('12-345689') }, [
    { command: 'record_consent', kind: 'case', answer: 'given', form: 'oral' },
    { command: 'record_consent', kind: 'sip', answer: 'given', form: 'oral' },
    { command: 'plan_sip_meeting', at: soon, form: 'in_person', chosen_point: MEETING_POINT, kin_invited: false },
    written,
  ]);
}

const needs = (page) => page.locator('#plan-need textarea');

/** Waits until what was typed has been saved on its own. */
const saved = (page) => page.locator('form[data-plan] [data-sparat]', { hasText: 'Sparat' }).waitFor();

// covers: V6B.13, V6C.11, P3, P5, P8
story('Two write in the same plan at once: nothing is lost, and somebody chooses between two texts', async ({ page, product, signIn, another }) => {
  await signIn('ward-nurse');
  const address = await planned(product);
  await page.goto(`${address}/plan`);
  const colleague = await another('discharge-coordinator');
  await colleague.goto(`${address}/plan`);
  // Different rows: both are kept, without a button pressed.
  await newRow(page, 'goal').locator('textarea').fill('Gå till affären.');
  await saved(page);
  await newRow(colleague, 'need').locator('textarea').fill('Hjälp att duscha.');
  await saved(colleague);
  await page.goto(`${address}/plan`);
  assert.equal(await needs(page).nth(1).inputValue(), 'Hjälp att duscha.');
  await look(page, 'plan');
  // The same field: the second is told, and both texts stand there.
  await needs(page).first().fill('Såret läggs om varje dag.');
  await saved(page);
  await needs(colleague).first().fill('Såret läggs om varannan dag.');
  await savePlan(colleague);
  const question = colleague.locator('.plan__tvist').first();
  assert.match(await question.innerText(), /varje dag[\s\S]*varannan dag/);
  await look(colleague, 'plan-tva-har-skrivit');
  await leaves(colleague, () => question.getByRole('button', { name: 'Använd den här texten' }).click());
  assert.equal(await needs(colleague).first().inputValue(), 'Såret läggs om varannan dag.');
  assert.equal(await colleague.locator('.plan__tvist').count(), 0);
});

// covers: V6B.13, P10
story('At the meeting the plan is written by keyboard on a screen that everybody sees', async ({ page, product, signIn }) => {
  await signIn('ward-nurse');
  const address = await planned(product);
  await page.goto(`${address}/plan/mote`);
  assert.doesNotMatch(await page.locator('body').innerText(), /Leila|Karimi|12-345689/);
  assert.doesNotMatch(await page.title(), /Leila|Karimi/);
  await newRow(page, 'goal').locator('textarea').focus();
  await page.keyboard.type('Sova hela natten.');
  await saved(page);
  await look(page, 'plan-mote');
  await page.goto(`${address}/plan`);
  assert.match(await page.locator('#plan-goal').innerHTML(), /Sova hela natten/);
});
