// The post queue: a letter is read, printed and posted; a letter that may no longer leave is held back.
import assert from 'node:assert/strict';
import { MEETING_POINT, act, at, fill, leaves, lma, openedCase, planCommands, submit } from '../case-steps.mjs';
import { look, picture } from '../page.mjs';
import { CLOCK } from '../product.mjs';
import { story } from '../story.mjs';

/** The ward of the demo's ward nurse, from crates/server/demo/units.tsv. */
const WARD = 'SE2321000131-E901148800001';

/** A case whose plan may be posted to Migrationsverket, near a person with protected data. */
function planned(product) {
  const soon = new Date(Date.parse(CLOCK) + 6 * 86_400_000).toISOString();
  return openedCase(product, 'ward-nurse', { name: 'Nadia Rahimi', identifiers: lma('12-345671') }, [
    { command: 'record_consent', kind: 'case', answer: 'given', form: 'oral' },
    { command: 'record_consent', kind: 'sip', answer: 'given', form: 'oral' },
    { command: 'plan_sip_meeting', at: soon, form: 'in_person', chosen_point: MEETING_POINT, kin_invited: false },
    { command: 'hold_sip_meeting', at: CLOCK, attended: ['patient', 'care_staff'] },
    ...planCommands(WARD, { matters: 'Att få bo kvar hos sin bror.', need: 'Såret läggs om i hemmet.', task: 'Lägger om såret.' }),
    { command: 'mark_linked_protected_person', linked: true, reason: 'En nära anhörig har skyddade uppgifter.' },
  ]);
}

/** The page of the case's latest letter. */
async function openLetter(page, address) {
  await page.goto(`${address}/kopior`);
  await page.locator('a[href*="/brev/"]').first().click();
}

const button = (page, label) => page.getByRole('button', { name: label });

// covers: V6A.7, X1, X3
story('A letter near a protected person is read by two and printed alone, and one that may not leave says so', async ({ page, base, now, product, signIn, another }) => {
  await signIn('ward-nurse');
  const address = await planned(product);
  await page.goto(`${address}/gor/lagg-brev-i-ko`);
  await look(page, 'brev-lagg-i-ko');
  await fill(page.locator('form[data-main]'), { letter: 'plan' });
  await submit(page, page.locator('form[data-main]'));
  assert.match(await page.locator('main').innerText(), /Såret läggs om i hemmet/, 'the exact text');
  await look(page, 'brev-kontrollera');
  await submit(page, page.locator('form[data-main]'));

  await openLetter(page, address);
  assert.match(await page.locator('main').innerText(), /En kollega på enheten läser brevet/);
  assert.equal(await button(page, 'Skriv ut brevet').count(), 0);
  await look(page, 'brev-vantar-pa-lasare');

  const colleague = await another('discharge-coordinator');
  await openLetter(colleague, address);
  await leaves(colleague, () => colleague.getByRole('button', { name: 'Granska brevet' }).click());
  await look(colleague, 'brev-granska');
  await fill(colleague.locator('form[data-main]'), { reading: 'approved' });
  await submit(colleague, colleague.locator('form[data-main]'));
  assert.match(await colleague.locator('main').innerText(), /Läst av/);

  await openLetter(page, address);
  await leaves(page, () => page.getByRole('button', { name: 'Skriv ut brevet' }).click());
  await look(page, 'brev-utskrivet');
  await leaves(page, () => page.getByRole('link', { name: 'Öppna brevet för utskrift' }).click());
  await look(page, 'brev-papper');
  await page.emulateMedia({ media: 'print' });
  await picture(page, 'utskrift-brev');
  const paper = (await page.locator('body').innerText()).replace(/\s+/g, ' ');
  assert.match(paper, /Exempelregionen Box 1 461 21 Trollhättan Migrationsverket Vänersborg/);
  assert.match(paper, /Nadia Rahimi/);
  assert.doesNotMatch(paper, /Avdelning|NÄL|Inkorg|Skriv ut|Vårdbron/);
  await page.emulateMedia({ media: 'screen' });
  assert.doesNotMatch(await page.title(), /Nadia|plan|Migrationsverket/i);

  await page.goto(`${address}/kopior`);
  await look(page, 'kopior-med-brev');
  // The group changes when the letter is printed and not yet posted.
  await act(page, address, 'faststall-grupp', 'establish_group', { group: 'without_permits', evidence: 'Avslag visat i dag' });
  await openLetter(page, address);
  assert.match(await page.locator('main').innerText(), /Posta inte brevet/);
  await look(page, 'brev-far-inte-postas');
  await page.goto(`${base}/brev-och-e-post`);
  assert.match(await page.locator('main').innerText(), /Får inte postas/);
  await look(page, 'brev-och-e-post');
  await openLetter(page, address);
  await leaves(page, () => page.getByRole('button', { name: 'Brevet är makulerat' }).click());
  await fill(page.locator('form[data-main]'), { outcome: 'destroyed', at: at(now()) });
  await submit(page, page.locator('form[data-main]'));
  await page.goto(`${base}/brev-och-e-post`);
  assert.doesNotMatch(await page.locator('main').innerText(), /Får inte postas/);
});
