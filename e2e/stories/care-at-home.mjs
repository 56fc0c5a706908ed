// One pathway whole, from log-in to closing the case, with everybody who takes part in it. The others are
// walked over HTTP in crates/web/tests/it/case/walk.rs.
import assert from 'node:assert/strict';
import {
  CENTRE, CLINIC, at, buysCare, call, closeCase, doStep, heldMeeting, lives, meetingAt, openCase, stepRow, whoSeesWhat,
} from '../case-steps.mjs';
import { story } from '../story.mjs';

const days = (instant, count) => new Date(instant.getTime() + count * 86_400_000);

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

  const meeting = days(now(), 6);
  await doStep(page, 'samtycke-och-kallelse', 'record_consent', { answer: 'given', form: 'written' }, /Pågår/);
  await doStep(page, 'samtycke-och-kallelse', 'plan_sip_meeting', meetingAt(meeting));
  await doStep(page, 'samtycke-och-kallelse', 'send_invitation', {});
  await doStep(page, 'tolk', 'book_interpreter', { language: 'uk', at: at(meeting) });
  await doStep(page, 'hjalpmedel', 'order_device', { device: 'Rullator', ground: 'Går inte utan stöd.' });
  await doStep(page, 'specialistmottagning', 'add_party', { unit: CLINIC });

  const request = await buysCare({ page, address, now, another }, 'kommunal-primarvard');
  await page.goto(address);
  await heldMeeting(page, now, ['patient', 'parties', 'migration_agency']);
  await doStep(page, 'uppfoljning', 'decide_follow_up', { at: at(days(now(), 28)), unit: CENTRE });
  await request.agreement('overenskommelse');
  await closeCase(page, address);
});
