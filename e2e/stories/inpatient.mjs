// Section 6: each of the wards' pathways, from log-in to closing the case.
import assert from 'node:assert/strict';
import {
  CENTRE, CLINIC, MUNICIPAL, buysCare, call, closeCase, doStep, heldMeeting, lives, meetingAt, openCase,
  saysNoPathway, saysNothingSent, stepRow, steps, until, whoSeesWhat, at, nextMinute,
} from '../case-steps.mjs';
import { story } from '../story.mjs';

const days = (instant, count) => new Date(instant.getTime() + count * 86_400_000);

// covers: V6A.1, V6A.2, V6A.3, V6A.4, V6A.5, V6A.6, V6A.7, V6A.8, V6A.9, V6A.10, V6A.11
story('6 A: a patient leaves the ward for an institution', async ({ page, base, now, signIn, another }) => {
  await signIn('ward-nurse');
  const address = await openCase(page, base, { name: 'Rashid Mansour', lma: '12-345601', nursingNeed: 'unknown' }, {
    follows: /spår 6 A/, because: /Inneliggande, asylsökande, omvårdnadsbehov inte bedömt än: 6 A tills behovet är känt\./,
  });
  assert.match(await stepRow(page, 'inlaggning').innerText(), /Klart/);
  assert.match(await stepRow(page, 'forsta-samtalet').innerText(), /6 mars|i morgon/i, 'the first working day after admission');

  await doStep(page, 'forsta-samtalet', 'record_contact', call(now));
  await doStep(page, 'behov-och-intyg', 'establish_needs',
    { nursing_need: 'unmet', health_care_need: true, device_need: false }, /Pågår/);
  const physician = await another('physician');
  await physician.goto(address);
  await doStep(physician, 'behov-och-intyg', 'write_certificate',
    { content: 'Behöver hjälp vid måltider, förflyttning och toalettbesök. Släkten bor för långt bort.' });

  await page.goto(address);
  await doStep(page, 'samtycke-och-kallelse', 'record_consent', { answer: 'given', form: 'oral' }, /Pågår/);
  await doStep(page, 'samtycke-och-kallelse', 'plan_sip_meeting', meetingAt(days(now(), 6)));
  await doStep(page, 'andra-samtalet', 'record_contact', call(now));
  await doStep(page, 'kallelse-utan-namn', 'send_invitation', {}, /Väntar|Klart/);
  assert.doesNotMatch(await page.locator('main').innerText(), /Rashid|Mansour.*@/);
  if (!/Klart/.test(await stepRow(page, 'kallelse-utan-namn').innerText())) {
    await doStep(page, 'kallelse-utan-namn', 'record_invitation_sent', { at: at(now()) });
  }
  await doStep(page, 'lamna-intyget', 'deliver_certificate', { how: 'post', at: at(now()) });
  await doStep(page, 'tolk', 'book_interpreter', { language: 'ar', at: at(days(now(), 6)), reference: 'T-4411' });
  await doStep(page, 'institutionsboende', 'record_institution',
    { name: 'Boendet i Partille', phone: '0000-99 00 11', address: 'Exempelvägen 1, Partille' });
  await doStep(page, 'rapport', 'mark_ready_for_discharge', { at: at(now()) }, /Väntar/);
  await doStep(page, 'rapport', 'record_contact', call(now));
  await doStep(page, 'sjuktransport', 'order_transport', { destination: 'Boendet i Partille', at: at(days(now(), 7)) });

  const { told, never } = await whoSeesWhat(page);
  assert.ok(told.some((row) => /^Migrationsverket/.test(row)), 'told in another way');
  assert.ok(!never.some((row) => /^Migrationsverket/.test(row)));
  assert.ok(never.some((row) => /Socialtjänsten/.test(row)) && never.some((row) => /Kommunens rehab/.test(row)));
  await closeCase(page, address);
});

// covers: V6B.1, V6B.2, V6B.3, V6B.4, V6B.5, V6B.6, V6B.7, V6B.8, V6B.9, V6B.10, V6B.11, V6B.12, V6B.13, V6B.14, V6B.15
// covers: C3.1, C4.1, C5.1
story('6 B: a patient goes home with care that the region buys', async ({ page, base, now, signIn, another }) => {
  await signIn('ward-52-nurse');
  const address = await openCase(page, base, { name: 'Olena Bondar', language: 'uk', group: 'mass_refugee', lma: '12-345602', nursingNeed: 'met_by_kin' }, {
    follows: /spår 6 B/, because: /Inneliggande, massflykting, släkt eller vänner tillgodoser behovet av omvårdnad: 6 B\./,
  });
  await doStep(page, 'forsta-samtalet', 'record_contact', call(now));
  await doStep(page, 'samtycke-till-arendet', 'record_consent', { answer: 'given', form: 'oral' });
  assert.match(await stepRow(page, 'nej-till-arendet').innerText(), /Inte aktuellt/);
  await doStep(page, 'bostad', 'establish_residence', lives);
  await doStep(page, 'vardcentral', 'add_party', { unit: CENTRE });
  const before = await whoSeesWhat(page);
  assert.ok(!before.sees.some((row) => /Kommunal primärvård/.test(row)), 'no municipality before its yes');

  const meeting = nextMinute(now());
  await doStep(page, 'samtycke-och-kallelse', 'record_consent', { answer: 'given', form: 'written' }, /Pågår/);
  await doStep(page, 'samtycke-och-kallelse', 'plan_sip_meeting', meetingAt(meeting));
  await doStep(page, 'samtycke-och-kallelse', 'send_invitation', {});
  await doStep(page, 'tolk', 'book_interpreter', { language: 'uk', at: at(meeting) });
  await doStep(page, 'hjalpmedel', 'order_device', { device: 'Rullator', ground: 'Går inte utan stöd.' });
  await doStep(page, 'specialistmottagning', 'add_party', { unit: CLINIC });

  const request = await buysCare({ page, address, now, another }, 'kommunal-primarvard');
  await until(page, now, meeting);
  await page.goto(address);
  await heldMeeting(page, now, ['patient', 'parties', 'migration_agency']);
  await doStep(page, 'uppfoljning', 'decide_follow_up', { at: at(days(now(), 28)), unit: CENTRE });
  await request.agreement('overenskommelse');
  await closeCase(page, address);
});

// covers: V6C.1, V6C.2, V6C.3, V6C.4, V6C.5, V6C.6, V6C.7, V6C.8, V6C.9, V6C.10, V6C.11, V6C.12, V4.4, X1
story('6 C: a patient without permits goes home, and Migrationsverket hears nothing', async ({ page, base, now, signIn, another }) => {
  await signIn('ward-61-nurse');
  const address = await openCase(page, base, { name: 'Parwin Ahmadi', language: 'prs', group: 'without_permits', nursingNeed: 'unmet' }, {
    follows: /spår 6 C/, because: /Inneliggande, person som vistas i Sverige utan nödvändiga tillstånd: 6 C oavsett omvårdnadsbehov\./,
  });
  await saysNoPathway(page, address);
  assert.match(await page.locator('.sekretess').innerText(),
    /Vårdbron lämnar inga uppgifter till Migrationsverket eller socialtjänsten\. Din egen skyldighet att anmäla oro för barn gäller ändå\. Det gör du utanför Vårdbron\./);
  const slugs = (await steps(page)).map(({ slug }) => slug);
  for (const never of ['forsta-samtalet', 'kallelse-utan-namn', 'lamna-intyget', 'institutionsboende']) {
    assert.ok(!slugs.includes(never), never);
  }

  await doStep(page, 'informationsblad', 'give_information_sheet', { at: at(now()) });
  await doStep(page, 'samtycke-till-arendet', 'record_consent', { answer: 'given', form: 'oral' });
  await saysNothingSent(page, 'bostad');
  await doStep(page, 'bostad', 'establish_residence', lives);
  await doStep(page, 'vardcentral', 'add_party', { unit: CENTRE });
  const meeting = nextMinute(now());
  await doStep(page, 'samtycke-och-kallelse', 'record_consent', { answer: 'given', form: 'oral' }, /Pågår/);
  await doStep(page, 'samtycke-och-kallelse', 'plan_sip_meeting', meetingAt(meeting));
  await doStep(page, 'tolk', 'book_interpreter', { language: 'prs', at: at(meeting) });
  await doStep(page, 'hjalpmedel', 'order_device', { device: 'Duschstol' });
  await doStep(page, 'specialistmottagning', 'add_party', { unit: CLINIC });
  const request = await buysCare({ page, address, now, another }, 'fraga-kommunen');
  await until(page, now, meeting);
  await page.goto(address);
  await heldMeeting(page, now, ['patient', 'parties']);
  await saysNoPathway(page, address);
  const panel = await whoSeesWhat(page);
  assert.ok(panel.bounded, 'the boundary is drawn');
  assert.ok(panel.never.some((row) => /^Migrationsverket/.test(row)), 'below it Migrationsverket');
  assert.ok(![...panel.sees, ...panel.later, ...panel.told].some((row) => /Migrationsverket/.test(row)));
  assert.ok(panel.sees.some((row) => /Kommunal primärvård/.test(row)));

  await doStep(page, 'uppfoljning', 'decide_follow_up', { at: at(days(now(), 28)), unit: CENTRE }, /Pågår|Väntar/);
  await request.agreement('uppfoljning');
  await closeCase(page, address);
});
