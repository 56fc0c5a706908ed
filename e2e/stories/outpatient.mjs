// Section 7: each pathway of regional primary care and open specialist care, from log-in to closing the case.
import assert from 'node:assert/strict';
import {
  REHAB, at, buysCare, call, closeCase, doStep, heldMeeting, lives, meetingAt, nextMinute, openCase,
  saysNoPathway, stepRow, steps, until, whoSeesWhat,
} from '../case-steps.mjs';
import { story } from '../story.mjs';

const days = (instant, count) => new Date(instant.getTime() + count * 86_400_000);
const STAVRE = 'SE2321000131-E903148800002';

// covers: V7A.1, V7A.2, V7A.3, V7A.4, V7A.5, V7A.6, V7A.7, V7A.8, V7A.9
story('7 A: a health centre finds an institution for a patient at home', async ({ page, base, now, signIn, another }) => {
  await signIn('health-centre');
  const address = await openCase(page, base, { name: 'Tesfay Hailu', language: 'ti', setting: 'outpatient', lma: '12-345603', nursingNeed: 'unknown' }, {
    follows: /spår 7 A/, because: /Regional primärvård eller öppen specialistvård, asylsökande, omvårdnadsbehov inte bedömt än: 7 A tills behovet är känt\./,
  });
  await doStep(page, 'forsta-samtalet', 'record_contact', call(now));
  await doStep(page, 'behov-och-intyg', 'establish_needs',
    { nursing_need: 'unmet', health_care_need: false, device_need: false }, /Pågår/);
  const physician = await another('centre-sylte-physician');
  await physician.goto(address);
  await doStep(physician, 'behov-och-intyg', 'write_certificate', { content: 'Behöver hjälp dygnet runt.' });
  await page.goto(address);
  await doStep(page, 'samtycke-och-kallelse', 'record_consent', { answer: 'given', form: 'oral' }, /Pågår/);
  await doStep(page, 'samtycke-och-kallelse', 'plan_sip_meeting', { ...meetingAt(days(now(), 5)), form: 'digital', chosen_point: '' });
  await doStep(page, 'andra-samtalet', 'record_contact', call(now));
  await doStep(page, 'kallelse-utan-namn', 'record_invitation_sent', { at: at(now()) });
  await doStep(page, 'lamna-intyget', 'deliver_certificate', { how: 'post', at: at(now()) });
  await doStep(page, 'tolk', 'book_interpreter', { language: 'ti', at: at(days(now(), 5)) });
  await doStep(page, 'rapport', 'record_institution', { name: 'Boendet i Partille', phone: '0000-99 00 11' }, /Pågår/);
  await doStep(page, 'rapport', 'record_contact', call(now));
  await doStep(page, 'sjuktransport', 'order_transport', { destination: 'Boendet i Partille', at: at(days(now(), 8)) });
  await closeCase(page, address);
});

// covers: V7B.1, V7B.2, V7B.3, V7B.4, V7B.5, V7B.6, C3.1, C4.1, C5.1
story('7 B: a health centre buys care in the home', async ({ page, base, now, signIn, another }) => {
  await signIn('centre-stavre-nurse');
  const address = await openCase(page, base, { name: 'Hodan Warsame', language: 'so', setting: 'outpatient', lma: '12-345604', nursingNeed: 'none' }, {
    follows: /spår 7 B/, because: /asylsökande, inget behov av omvårdnad: 7 B\./,
  });
  await doStep(page, 'bostad', 'establish_residence', lives, /Pågår/);
  await doStep(page, 'bostad', 'record_contact', call(now));
  const meeting = nextMinute(now());
  await doStep(page, 'sip-mote', 'record_consent', { answer: 'given', form: 'oral' }, /Pågår/);
  await doStep(page, 'sip-mote', 'plan_sip_meeting', meetingAt(meeting), /Väntar|Pågår/);
  await doStep(page, 'tolk', 'book_interpreter', { language: 'so', at: at(meeting) });
  await doStep(page, 'hjalpmedel', 'add_party', { unit: REHAB });
  const request = await buysCare({ page, address, now, another }, 'fraga-kommunen');
  await until(page, now, meeting);
  await page.goto(address);
  await heldMeeting(page, now, ['patient', 'parties', 'migration_agency']);
  await doStep(page, 'uppfoljning', 'decide_follow_up', { at: at(days(now(), 28)), unit: STAVRE }, /Pågår|Väntar/);
  await request.agreement('uppfoljning');
  await closeCase(page, address);
});

// covers: V7C.1, V7C.2, V7C.3, V7C.4, V7C.5, V7C.6, X1
story('7 C: a health centre plans for a patient without permits, and Migrationsverket hears nothing', async ({ page, base, now, signIn, another }) => {
  await signIn('centre-torpa-nurse');
  const address = await openCase(page, base, { name: 'Jamshid Karimi', language: 'prs', setting: 'outpatient', group: 'without_permits', nursingNeed: 'met_by_kin' }, {
    follows: /spår 7 C/, because: /person som vistas i Sverige utan nödvändiga tillstånd: 7 C oavsett omvårdnadsbehov\./,
  });
  await saysNoPathway(page, address);
  assert.ok(!(await steps(page)).some(({ slug }) => slug === 'forsta-samtalet'));
  await doStep(page, 'bostad', 'establish_residence', lives);
  const meeting = nextMinute(now());
  await doStep(page, 'sip-mote', 'record_consent', { answer: 'given', form: 'oral' }, /Pågår/);
  await doStep(page, 'sip-mote', 'plan_sip_meeting', meetingAt(meeting), /Väntar|Pågår/);
  await doStep(page, 'tolk', 'book_interpreter', { language: 'prs', at: at(meeting) });
  await doStep(page, 'hjalpmedel', 'order_device', { device: 'Rullator' });
  await doStep(page, 'informationsblad', 'give_information_sheet', { at: at(now()) });
  const request = await buysCare({ page, address, now, another }, 'fraga-kommunen');
  await until(page, now, meeting);
  await page.goto(address);
  await heldMeeting(page, now, ['patient', 'parties']);
  const panel = await whoSeesWhat(page);
  assert.ok(panel.bounded && panel.never.some((row) => /^Migrationsverket/.test(row)));
  assert.match(await stepRow(page, 'sip-mote').innerText(), /Klart/);
  await doStep(page, 'uppfoljning', 'decide_follow_up', { at: at(days(now(), 28)), unit: 'SE2321000131-E903148700001' }, /Pågår|Väntar/);
  await request.agreement('uppfoljning');
  await saysNoPathway(page, address);
  await closeCase(page, address);
});
