// Cases that change course: a refused consent, another group, a group that is not established yet.
import assert from 'node:assert/strict';
import {
  act, at, call, doStep, meetingAt, openCase, openStep, saysNoPathway, stepRow, steps, whoSeesWhat,
} from '../case-steps.mjs';
import { look } from '../page.mjs';
import { story } from '../story.mjs';

const days = (instant, count) => new Date(instant.getTime() + count * 86_400_000);

// covers: V6B.4
story('A patient who says no to the case gets the county-wide routine, and nothing goes further', async ({ page, base, now, signIn }) => {
  await signIn('ward-9-nurse');
  const address = await openCase(page, base, { name: 'Idris Omar', language: 'so', lma: '12-345611', nursingNeed: 'none' }, {
    follows: /spår 6 B/, because: /inget behov av omvårdnad: 6 B/,
  });
  await doStep(page, 'samtycke-till-arendet', 'record_consent', { answer: 'refused', form: 'oral' }, null);
  assert.match(await stepRow(page, 'samtycke-till-arendet').innerText(), /Inte aktuellt[\s\S]*Patienten har (sagt nej|inte samtyckt) till ärendet/);
  await page.goto(address);
  assert.match(await page.locator('body').innerText(), /länsgemensamma rutinen för in- och utskrivning, kapitlet Samtycke/);
  for (const { slug, text } of await steps(page)) {
    if (['bostad', 'vardcentral', 'samtycke-och-kallelse', 'sip-mote', 'uppfoljning'].includes(slug)) assert.match(text, /Inte aktuellt/, slug);
  }
  await openStep(page, 'bostad');
  assert.equal(await page.locator('form[data-main]').count(), 0, 'no form to go on with');
  await doStep(page, 'nej-till-arendet', 'follow_county_routine', { note: 'Informerade patienten enligt rutinen.' });
  await look(page, 'arende-nej');
  await doStep(page, 'forsta-samtalet', 'record_contact', call(now));
  // Asked again, the patient says yes, and the case goes on.
  await doStep(page, 'nej-till-arendet', 'record_consent', { answer: 'given', form: 'oral' }, /Inte aktuellt/);
  assert.match(await stepRow(page, 'bostad').innerText(), /Att göra/);
});

// covers: X1, X3
story('A patient turns out to lack permits: what waits for Migrationsverket is stopped, and what it was told is listed', async ({ page, base, now, signIn }) => {
  await signIn('ward-52-coordinator');
  const address = await openCase(page, base, { name: 'Navid Rezai', language: 'fa', lma: '12-345612', nursingNeed: 'unmet' }, {
    follows: /spår 6 A/, because: /kan inte tillgodose|inte kan tillgodose/,
  });
  await doStep(page, 'forsta-samtalet', 'record_contact', call(now));
  await doStep(page, 'samtycke-och-kallelse', 'record_consent', { answer: 'given', form: 'oral' }, /Pågår/);
  await doStep(page, 'samtycke-och-kallelse', 'plan_sip_meeting', meetingAt(days(now(), 6)));
  await doStep(page, 'andra-samtalet', 'record_contact', call(now));
  await doStep(page, 'kallelse-utan-namn', 'send_invitation', {}, /Väntar|Klart/);

  await act(page, address, 'faststall-grupp', 'establish_group', { group: 'without_permits', evidence: 'Patienten berättar att ansökan är avslagen.', verified_in: 'other' });
  await page.goto(address);
  await saysNoPathway(page, address);
  assert.match(await page.locator('.sekretess').innerText(), /lämnar inga uppgifter till Migrationsverket eller socialtjänsten/);
  assert.ok(!(await steps(page)).some(({ slug }) => slug === 'kallelse-utan-namn'));
  const panel = await whoSeesWhat(page);
  const agency = panel.never.find((row) => /^Migrationsverket/.test(row));
  assert.ok(panel.bounded && agency, 'below the boundary');
  await page.goto(`${address}/vem-ser-vad`);
  const told = await page.locator('main').innerText();
  assert.match(told, /Migrationsverket/);
  assert.match(told, /Migrationsverket[\s\S]*i dag/i, 'what it was told earlier is listed with its day');
  await look(page, 'arende-byte-av-grupp');
});

// covers: V3.7
story('A case whose group nobody knows begins with finding out, and is protected until then', async ({ page, base, signIn }) => {
  await signIn('ward-23-physician');
  const address = await openCase(page, base, { name: 'Selam Abebe', language: 'ti', group: 'unestablished', nursingNeed: 'unknown' }, {
    follows: /spår 6 C/, because: /ärendet behandlas som skyddat och följer 6 C tills gruppen är fastställd/,
  });
  await saysNoPathway(page, address);
  assert.equal((await steps(page))[0].slug, 'grupp');
  assert.match(await page.locator('body').innerText(), /Gruppen är inte fastställd\. Ärendet är skyddat/);
  assert.ok(!(await steps(page)).some(({ slug }) => slug === 'informationsblad'), 'no sheet before the group is known');
  await doStep(page, 'grupp', 'establish_group', { group: 'asylum_seeker', evidence: 'Bekräftelse på ansökan visades.', verified_in: 'vera_asyl' }, null);
  await page.goto(address);
  assert.equal(await page.locator('.sekretess').count(), 0, 'no longer protected');
  assert.match(await stepRow(page, 'forsta-samtalet').innerText(), /6 mars|i morgon/i, 'the call is due the first working day');
});
