// How far a user scrolls and how often they press: the first question of a step is near the top of the window,
// and common acts take few presses. The numbers are printed; the bars are those of the findings.
import assert from 'node:assert/strict';
import { answerQuestions, call, formOf, lma, openedCase, submit } from '../case-steps.mjs';
import { presses } from '../presses.mjs';
import { story } from '../story.mjs';

const WINDOWS = [['desktop', 1440, 900, 420], ['phone', 390, 844, 560]];
// Steps that a nurse takes in most cases. The others have longer texts of the sources before their questions.
const STEPS = ['forsta-samtalet', 'bostad', 'tolk'];

/** Pixels from the top of the page to its first question. */
const firstField = (page) => page.evaluate(() => {
  const fields = [...document.querySelectorAll('main input, main select, main textarea')];
  const first = fields.find((field) => field.type !== 'hidden' && field.offsetParent);
  return Math.round(first.getBoundingClientRect().top + scrollY);
});

story('The first question of a step is near the top, and a call takes one press', async ({ page, now, product, signIn }) => {
  await signIn('ward-9-nurse');
  const patient = { name: 'Nadia Rahimi', identifiers: lma('12-345641') };
  const address = await openedCase(product, 'ward-9-nurse', patient);
  for (const [window, width, height, bar] of WINDOWS) {
    await page.setViewportSize({ width, height });
    for (const step of STEPS) {
      await page.goto(`${address}/steg/${step}`);
      const top = await firstField(page);
      console.log(`  first question of ${step}, ${window}: ${top} of ${bar} px`);
      assert.ok(top <= bar, `${step} on a ${window}: ${top} px`);
    }
  }
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.goto(`${address}/steg/forsta-samtalet`);
  const pressed = await presses(page);
  const form = formOf(page, 'record_contact');
  await form.locator('[name="summary"]').fill(call(now).summary);
  await submit(page, form);
  console.log(`  a call: ${pressed()} press`);
  assert.equal(pressed(), 1, 'the time is filled in');
});

story('A new case takes at most sixteen presses', async ({ page, base, signIn }) => {
  await signIn('ward-9-nurse');
  await page.goto(`${base}/arenden/nytt`);
  const pressed = await presses(page);
  await answerQuestions(page, base, { name: 'Yusuf Karimi', lma: '12-345642' });
  await submit(page, page.locator('form[data-main]'));
  console.log(`  a new case: ${pressed()} presses`);
  assert.ok(pressed() <= 16, `${pressed()} presses`);
});
