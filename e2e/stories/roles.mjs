// The story of each role that the other files do not tell: the nurse of a ward in 6 A and 6 C with its physician, the
// health centre in 7 B, and the manager of municipal primary care on a phone.
import assert from 'node:assert/strict';
import {
  CENTRE, CLINIC, REHAB, at, buysCare, call, closeCase, doStep, heldMeeting, lives, lma,
  meetingAt, openCase, openedCase, saysNoPathway, stepRow, steps, submit, whoSeesWhat,
} from '../case-steps.mjs';
import { sideways } from '../page.mjs';
import { presses } from '../presses.mjs';
import { story } from '../story.mjs';

const UDDEVALLA = 'SE2321000131-E906148500001';
const days = (instant, count) => new Date(instant.getTime() + count * 86_400_000);

/** Checks that nothing is left to do in a case, but a follow-up whose day has not come. */
async function isFinished(page, address, { followUp } = {}) {
  await page.goto(address);
  const left = (await steps(page)).filter(({ text }) => !/Klart|Inte aktuellt/.test(text));
  const waits = followUp ? [/Håll uppföljningen[^]*Väntar/] : [];
  assert.equal(left.length, waits.length, JSON.stringify(left));
  waits.forEach((wait, place) => assert.match(left[place].text, wait));
}

story('6 A: a nurse and a physician plan for institution housing', async ({ page, base, now, signIn, another }) => {
  await signIn('ward-61-nurse');
  const pressed = await presses(page);
  const address = await openCase(page, base, { name: 'Rasha Sabbagh', lma: '12-345651', nursingNeed: 'unknown', deviceNeed: false }, {
    follows: /spår 6 A/, because: /Inneliggande, asylsökande/,
  });
  await doStep(page, 'forsta-samtalet', 'record_contact', call(now));
  await doStep(page, 'behov-och-intyg', 'establish_needs', { nursing_need: 'unmet', health_care_need: true, device_need: false }, /Pågår/);

  // The certificate comes first for the physician, who writes it.
  const physician = await another('ward-61-physician');
  await physician.goto(`${base}/inkorg`);
  const first = physician.locator('#levande-lista tbody tr[data-rad]').first();
  assert.match(await first.innerText(), /R\. S\./);
  await physician.goto(address);
  await doStep(physician, 'behov-och-intyg', 'write_certificate', { content: 'Behöver hjälp vid måltider och förflyttning.' });

  await page.goto(address);
  const meeting = days(now(), 6);
  await doStep(page, 'samtycke-och-kallelse', 'record_consent', { answer: 'given', form: 'oral' }, /Pågår/);
  await doStep(page, 'samtycke-och-kallelse', 'plan_sip_meeting', meetingAt(meeting));
  await doStep(page, 'andra-samtalet', 'record_contact', call(now));
  await doStep(page, 'kallelse-utan-namn', 'send_invitation', {}, /Väntar/);
  await doStep(page, 'kallelse-utan-namn', 'record_invitation_sent', {});
  await doStep(page, 'tolk', 'book_interpreter', { language: 'ar', at: at(meeting) });
  await doStep(page, 'lamna-intyget', 'deliver_certificate', { how: 'post' });
  const seen = await whoSeesWhat(page);
  assert.ok(seen.told.some((row) => /Migrationsverket/.test(row)), seen.told.join('\n'));
  assert.ok(seen.never.some((row) => /Socialtjänsten/.test(row)) && seen.bounded);
  await doStep(page, 'institutionsboende', 'record_institution', { name: 'Boendet i Partille', phone: '0000-99 00 11' });
  await doStep(page, 'rapport', 'mark_ready_for_discharge', {}, /Väntar/);
  await doStep(page, 'rapport', 'record_contact', call(now));
  await doStep(page, 'sjuktransport', 'order_transport', { destination: 'Boendet', at: at(days(now(), 7)) });
  // The meeting is what makes the case ready: the patient is offered the place, thinks it over, and applies.
  await doStep(page, 'sip-motet', 'hold_housing_meeting', {
    at: at(now()), attended: ['patient', 'interpreter', 'care_staff', 'migration_agency'], informed: true, offered: true, answer: 'undecided',
    reason: 'Vill fråga sin syster.',
  }, /Pågår/);
  await doStep(page, 'sip-motet', 'record_housing_answer', { answer: 'applies', at: at(now()) });
  await doStep(page, 'ansokan-om-boende', 'record_housing_decision', { decision: 'place', at: at(now()) });
  await isFinished(page, address);
  await closeCase(page, address);
  console.log(`  6 A: ${pressed()} presses of the nurse, from the first question to closing`);
});

story('6 C: a nurse plans care at home, and no page knows Migrationsverket', async ({ page, base, now, signIn, another }) => {
  await signIn('ward-23-nurse');
  const pressed = await presses(page);
  const address = await openCase(page, base, {
    name: 'Selam Girmay', language: 'ti', group: 'without_permits', evidence: 'Uppger själv att uppehållstillstånd saknas', lma: undefined,
  }, { follows: /spår 6 C/, because: /utan nödvändiga tillstånd/ });
  await doStep(page, 'samtycke-till-arendet', 'record_consent', { answer: 'given', form: 'oral' });
  await doStep(page, 'reservnummer', 'add_identifier', { identifier: { kind: 'reserve_number', value: '20210325K069' } });
  await doStep(page, 'informationsblad', 'give_information_sheet', {});
  await doStep(page, 'bostad', 'establish_residence', lives);
  await doStep(page, 'vardcentral', 'add_party', { unit: CENTRE });
  await doStep(page, 'specialistmottagning', 'add_party', { unit: CLINIC });
  await doStep(page, 'hjalpmedel', 'order_device', { device: 'Rullator', ground: 'Går inte utan stöd.' });
  const meeting = days(now(), 6);
  await doStep(page, 'samtycke-och-kallelse', 'record_consent', { answer: 'given', form: 'written' }, /Pågår/);
  await doStep(page, 'samtycke-och-kallelse', 'plan_sip_meeting', meetingAt(meeting));
  await doStep(page, 'tolk', 'book_interpreter', { language: 'ti', at: at(meeting) });
  const request = await buysCare({ page, address, now, another }, 'fraga-kommunen');
  await page.goto(address);
  await heldMeeting(page, now, ['patient', 'parties']);
  for (const path of ['', '/steg/bostad', '/steg/tolk']) {
    await page.goto(`${address}${path}`);
    await saysNoPathway(page, address);
  }
  await page.goto(address);
  const seen = await whoSeesWhat(page);
  const others = [...seen.sees, ...seen.later, ...seen.told];
  assert.ok(!others.some((row) => /Migrationsverket/.test(row)), others.join('\n'));
  assert.ok(seen.never.some((row) => /Migrationsverket/.test(row)));
  await doStep(page, 'uppfoljning', 'decide_follow_up', { at: at(days(now(), 28)), unit: CENTRE }, null);
  await request.agreement('uppfoljning');
  await isFinished(page, address, { followUp: 'waits' });
  await closeCase(page, address);
  console.log(`  6 C: ${pressed()} presses of the nurse, from the first question to closing`);
});

story('7 B: a health centre plans care for a patient who lives at home', async ({ page, base, now, signIn, another }) => {
  await signIn('health-centre');
  const pressed = await presses(page);
  const address = await openCase(page, base, {
    setting: 'outpatient', name: 'Mykola Kravets', language: 'uk', group: 'mass_refugee', lma: '12-345652', nursingNeed: 'met_by_kin', room: undefined,
  }, { follows: /spår 7 B/, because: /massflykting/ });
  await doStep(page, 'bostad', 'establish_residence', lives, /Pågår/);
  await doStep(page, 'bostad', 'record_contact', call(now));
  await doStep(page, 'sip-mote', 'record_consent', { answer: 'given', form: 'oral' }, null);
  // The meeting is held when its time has come: in little more than a minute.
  const meeting = new Date(Math.ceil((now().getTime() + 60_000) / 60_000) * 60_000);
  await doStep(page, 'sip-mote', 'plan_sip_meeting', meetingAt(meeting), null);
  await doStep(page, 'hjalpmedel', 'add_party', { unit: REHAB });
  await doStep(page, 'bestall-hjalpmedel', 'order_device', { device: 'Rullator', ground: 'Går inte utan stöd.' });
  const request = await buysCare({ page, address, now, another }, 'fraga-kommunen');
  await page.goto(address);
  await doStep(page, 'tolk', 'book_interpreter', { language: 'uk', at: at(meeting) });
  await new Promise((resolve) => { setTimeout(resolve, Math.max(0, meeting - now())); });
  await page.goto(address);
  await heldMeeting(page, now, ['patient', 'parties', 'migration_agency']);
  await doStep(page, 'uppfoljning', 'decide_follow_up', { at: at(days(now(), 28)), unit: CENTRE }, null);
  await request.agreement('uppfoljning');
  await isFinished(page, address, { followUp: 'waits' });
  await closeCase(page, address);
  console.log(`  7 B: ${pressed()} presses of the health centre, from the first question to closing`);
});

story('A manager answers a question on a phone', async ({ page, base, product, signIn, another }) => {
  const address = await openedCase(product, 'ward-9-nurse', { name: 'Hodan Jama', identifiers: lma('12-345653') }, [
    { command: 'record_consent', kind: 'case', answer: 'given', form: 'oral' },
    { command: 'establish_residence', ...lives, municipality: '1485', postal_code: '451 30' },
    { command: 'ask_municipality', unit: UDDEVALLA, interventions: [{ code: 'wound_dressing', times: 2, per: 'week' }], starts: '2026-06-15' },
  ]);
  await signIn('manager-uddevalla');
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto(`${base}/inkorg`);
  const pressed = await presses(page);
  await page.locator('#levande-fragor a').first().click();
  const question = page.locator('main tr, main li').filter({ hasText: '15 juni' }).locator('a').first();
  await question.click();
  assert.equal(await sideways(page), undefined);
  await page.locator('[name="answer"][value="yes"]').check();
  await submit(page, page.locator('form[data-main]').first());
  console.log(`  a question on a phone: ${pressed()} presses`);
  assert.ok(pressed() <= 4, `${pressed()} presses`);
  assert.match(await page.locator('[aria-label="Meddelanden"]').innerText(), /[Ss]var/);
  // The ward reads the answer, and its step says what to do with it.
  const nurse = await another('ward-9-nurse');
  await nurse.goto(address);
  assert.match(await stepRow(nurse, 'fraga-kommunen').innerText(), /Klart/);
});
