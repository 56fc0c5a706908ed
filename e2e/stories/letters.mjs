// The post queue: a letter is read, printed and posted; a letter that may no longer leave is held back.
import assert from 'node:assert/strict';
import { act, at, doStep, fill, leaves, meetingAt, openCase, submit } from '../case-steps.mjs';
import { look, screenshot } from '../page.mjs';
import { story } from '../story.mjs';

const days = (instant, count) => new Date(instant.getTime() + count * 86_400_000);

/** A case in 6 A with a certificate that may be posted. */
async function certified(page, base, now, another, { name, lma }) {
  const address = await openCase(page, base, { name, lma, nursingNeed: 'unmet' }, { follows: /spår 6 A/, because: /asylsökande/ });
  const physician = await another('physician');
  await physician.goto(address);
  await doStep(physician, 'behov-och-intyg', 'write_certificate',
    { content: 'Behöver hjälp vid måltider, förflyttning och toalettbesök.\nKlarar inte att bo ensam.' });
  await page.goto(address);
  await doStep(page, 'samtycke-och-kallelse', 'record_consent', { answer: 'given', form: 'oral' }, /Pågår/);
  await doStep(page, 'samtycke-och-kallelse', 'plan_sip_meeting', meetingAt(days(now(), 6)));
  return address;
}

/** The page of the case's latest letter. */
async function openLetter(page, address) {
  await page.goto(`${address}/kopior`);
  await page.locator('a[href*="/brev/"]').first().click();
}

const button = (page, label) => page.getByRole('button', { name: label });

// covers: V6A.7, X1, X3
story('A letter near a protected person is read by two and printed alone, and one that may not leave says so', async ({ page, base, now, signIn, another }) => {
  await signIn('ward-nurse');
  const address = await certified(page, base, now, another, { name: 'Nadia Rahimi', lma: '12-345671' });
  await act(page, address, 'kopplad-skyddad-person', 'mark_linked_protected_person',
    { linked: true, reason: 'En nära anhörig har skyddade uppgifter.' });
  await page.goto(`${address}/gor/lagg-brev-i-ko`);
  await look(page, 'brev-lagg-i-ko');
  await fill(page.locator('form[data-main]'), { letter: 'certificate' });
  await submit(page, page.locator('form[data-main]'));
  assert.match(await page.locator('main').innerText(), /Klarar inte att bo ensam/, 'the exact text');
  await look(page, 'brev-kontrollera');
  await submit(page, page.locator('form[data-main]'));

  await openLetter(page, address);
  assert.match(await page.locator('main').innerText(), /En kollega på enheten läser brevet/);
  assert.equal(await button(page, 'Ta ut brevet för utskrift').count(), 0);
  await look(page, 'brev-vantar-pa-lasare');

  const colleague = await another('discharge-coordinator');
  await openLetter(colleague, address);
  await leaves(colleague, () => colleague.getByRole('button', { name: 'Granska brevet' }).click());
  await look(colleague, 'brev-granska');
  await fill(colleague.locator('form[data-main]'), { reading: 'approved' });
  await submit(colleague, colleague.locator('form[data-main]'));
  assert.match(await colleague.locator('main').innerText(), /Läst av/);

  await openLetter(page, address);
  await leaves(page, () => page.getByRole('button', { name: 'Ta ut brevet för utskrift' }).click());
  await look(page, 'brev-utskrivet');
  await leaves(page, () => page.getByRole('link', { name: 'Öppna brevet för utskrift' }).click());
  await look(page, 'brev-papper');
  await page.emulateMedia({ media: 'print' });
  await screenshot(page, 'utskrift-brev');
  const paper = (await page.locator('body').innerText()).replace(/\s+/g, ' ');
  assert.match(paper, /Exempelregionen Box 1 461 21 Trollhättan Migrationsverket Vänersborg/);
  assert.match(paper, /Nadia Rahimi/);
  assert.doesNotMatch(paper, /Avdelning|NÄL|Inkorg|Skriv ut|Vårdbron/);
  await page.emulateMedia({ media: 'screen' });
  assert.doesNotMatch(await page.title(), /Nadia|intyg|Migrationsverket/i);

  await openLetter(page, address);
  await leaves(page, () => page.getByRole('button', { name: 'Brevet är postat' }).click());
  await fill(page.locator('form[data-main]'), { outcome: 'posted', at: at(now()) });
  await submit(page, page.locator('form[data-main]'));
  assert.match(await page.locator('main').innerText(), /Postat/);
  await page.goto(`${address}/vem-ser-vad`);
  assert.match(await page.locator('main').innerText(), /Läkarintyget skickat med post/);
  await page.goto(`${address}/kopior`);
  await look(page, 'kopior-med-brev');

  // Another case, whose group changes when its letter is printed.
  const other = await certified(page, base, now, another, { name: 'Bahar Noori', lma: '12-345672' });
  await act(page, other, 'lagg-brev-i-ko', 'queue_letter', { letter: 'certificate' });
  await openLetter(page, other);
  await leaves(page, () => page.getByRole('button', { name: 'Ta ut brevet för utskrift' }).click());
  await act(page, other, 'faststall-grupp', 'establish_group', { group: 'without_permits', evidence: 'Avslag visat i dag' });
  await openLetter(page, other);
  assert.match(await page.locator('main').innerText(), /Posta inte brevet/);
  await look(page, 'brev-far-inte-postas');
  await page.goto(`${base}/brev-och-e-post`);
  assert.match(await page.locator('main').innerText(), /Får inte postas/);
  await look(page, 'brev-och-e-post');
  await openLetter(page, other);
  await leaves(page, () => page.getByRole('button', { name: 'Brevet är makulerat' }).click());
  await fill(page.locator('form[data-main]'), { outcome: 'destroyed', at: at(now()) });
  await submit(page, page.locator('form[data-main]'));
  await page.goto(`${base}/brev-och-e-post`);
  assert.doesNotMatch(await page.locator('main').innerText(), /Får inte postas/);
});
