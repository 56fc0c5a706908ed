// What stories do with a case: open it through the question pages, take its steps, look at who sees what.
import assert from 'node:assert/strict';

const day = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Stockholm', dateStyle: 'short' });
const minute = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Stockholm', timeStyle: 'short' });

/** An instant as a form's two fields for date and time. */
export function at(instant) {
  return { date: day.format(instant), time: minute.format(instant).replace(':', '.') };
}

/**
 * Fills in the fields of a form by the names they are posted under. `{ at: { date, time } }` and
 * `{ interventions: [{ code, times, per }] }` name nested fields; a list of codes ticks boxes;
 * `true` and `false` set a checkbox, or choose Ja or Nej.
 */
export async function fill(form, values, prefix = '') {
  for (const [key, value] of Object.entries(values)) {
    const name = `${prefix}${key}`;
    const controls = form.locator(`[name="${name}"]`);
    if (typeof value === 'object' && (await controls.count()) === 0) {
      await fill(form, value, `${name}.`);
      continue;
    }
    const control = controls.first();
    const kind = await control.evaluate((field) => (field.localName === 'input' ? field.type : field.localName));
    const chosen = (code) => form.locator(`[name="${name}"][value="${code}"]`);
    if (kind === 'radio') await chosen(value).check();
    else if (kind === 'checkbox' && Array.isArray(value)) for (const code of value) await chosen(code).check();
    else if (kind === 'checkbox') await control.setChecked(value);
    else if (kind === 'select') await control.selectOption(Array.isArray(value) ? value : String(value));
    else if (kind === 'hidden') assert.equal(await control.inputValue(), String(value), name);
    else await control.fill(value);
  }
}

const submitOf = (form) => form.locator('.knappar button[type="submit"]:not([name])').first();

/** Does something that loads another page, which may have the same URL, and waits until it is loaded. */
export async function leaves(page, how) {
  await page.evaluate(() => { globalThis.left = true; });
  await how();
  await page.waitForFunction(() => !globalThis.left && document.readyState === 'complete');
}

/** Presses a form's main button and waits for the page that follows. */
export async function submit(page, form) {
  await leaves(page, () => submitOf(form).click());
}

/**
 * The mistakes that the page shows, for a test's message.
 */
export async function faults(page) {
  const summary = page.locator('[data-fel-overst]');
  return (await summary.count()) ? summary.first().innerText() : '';
}

const PATIENT = {
  setting: 'inpatient', group: 'asylum_seeker', evidence: 'LMA-kortet visades i dag',
  name: 'Samira Haddad', birthDate: '1961-04-12', language: 'ar', interpreter: true,
  nursingNeed: 'unmet', healthCareNeed: true, deviceNeed: true, room: '7',
};

/** The answers to each question, by the last part of its URL. */
function answers(patient) {
  return {
    plats: { setting: patient.setting },
    grupp: { group: patient.group },
    underlag: { group_evidence: patient.evidence, verified_in: 'card' },
    patient: { name: patient.name, birth_date: patient.birthDate, ...(patient.room && { room: patient.room }), ...(patient.lma && { lma_number: patient.lma }) },
    sprak: { language: patient.language, interpreter_needed: patient.interpreter },
    omvardnad: { nursing_need: patient.nursingNeed },
    'vard-och-hjalpmedel': { health_care_need: patient.healthCareNeed, device_need: patient.deviceNeed },
  };
}

/** Answers the questions until the page that says which pathway follows, and why. */
export async function answerQuestions(page, base, changes, seen = () => {}) {
  const patient = { ...PATIENT, ...changes };
  await page.goto(`${base}/arenden/nytt`);
  for (let asked = 0; asked < 9; asked += 1) {
    const question = new URL(page.url()).pathname.split('/').at(-1);
    await seen(question);
    if (question === 'granska') return patient;
    const form = page.locator('form[data-main]');
    await fill(form, answers(patient)[question]);
    await submit(page, form);
    assert.equal(await faults(page), '', question);
  }
  throw new Error(`no end to the questions: ${page.url()}`);
}

/** Opens a case through the question pages; returns its URL. The page then shows its first step. */
export async function openCase(page, base, changes, { follows, because }) {
  await answerQuestions(page, base, changes);
  const check = await page.locator('main').innerText();
  assert.match(check, follows);
  assert.match(check, because);
  assert.match(check, /Ingenting skickas/);
  await submit(page, page.locator('form[data-main]'));
  const { origin, pathname } = new URL(page.url());
  assert.match(pathname, /^\/arenden\/[^/]+$/);
  const address = `${origin}${pathname.split('/').slice(0, 3).join('/')}`;
  assert.match(await page.locator('[aria-label="Meddelanden"]').innerText(), /Ärendet är startat\. Ingenting har skickats\./);
  return address;
}

/**
 * Makes a case without nursing needs by the API, with some members replaced, and carries out `commands` in
 * it; returns its URL. For stories that are about something else than the question pages.
 */
export async function openedCase({ base, token }, user, changes, commands = []) {
  const authorization = `Bearer ${await token(user)}`;
  const sent = async (address, body, version) => {
    const headers = { authorization, 'content-type': 'application/json', ...(version && { 'if-match': String(version) }) };
    const answer = await fetch(`${base}${address}`, { method: 'POST', headers, body: JSON.stringify(body) });
    return { status: answer.status, ...(await answer.json()) };
  };
  const opened = await sent('/api/v1/cases', {
    setting: 'inpatient', group: 'asylum_seeker', group_evidence: 'LMA-kortet visades i dag', birth_date: '1961-04-12',
    language: 'ar', interpreter_needed: true, nursing_need: 'none', health_care_need: true, device_need: true, ...changes,
  });
  assert.equal(opened.status, 201, JSON.stringify(opened));
  let { version } = opened;
  for (const given of commands) {
    const command = { ...given };
    if (command.seen === SEEN) {
      const plan = await fetch(`${base}/api/v1/cases/${opened.id}/plan`, { headers: { authorization } });
      command.seen = (await plan.json()).seen;
    }
    const done = await sent(`/api/v1/cases/${opened.id}/commands`, command, version);
    assert.equal(done.status, 200, JSON.stringify(done));
    ({ version } = done);
  }
  return `${base}/arenden/${opened.id}`;
}

/** What `agree_plan` says that it has seen: the plan as it is then. */
const SEEN = 'the plan as it is then';

/** The commands by which a ward writes the plan of a held meeting and agrees on it. */
export function planCommands(unit, said) {
  const row = (add, cells) => ({ add, cells: Object.entries(cells).map(([field, value]) => ({ field, value })) });
  return [
    {
      command: 'change_plan',
      changes: [
        row('what_matters', { text: said.matters }), row('need', { text: said.need }),
        row('intervention', { text: said.task, unit }), row('responsibility', { unit }),
      ],
    },
    { command: 'agree_plan', seen: SEEN },
  ];
}

/** The number on an LMA card, as the API takes it. */
export const lma = (value) => [{ kind: 'lma_number', value }];

/** The row of a step in the list of steps. */
export function stepRow(page, slug) {
  return page.locator('#steglista > li', { has: page.locator(`a[href$="/${slug}"]`) });
}

/** Every step of the list: its slug and the text under its title. */
export function steps(page) {
  return page.locator('#steglista > li').evaluateAll((rows) => rows.map((row) => ({
    slug: row.querySelector('a').getAttribute('href').split('/').at(-1),
    text: row.innerText.replace(/\s+/g, ' ').trim(),
  })));
}

/** Opens a step from the list on the page, which must be a page of the case. */
export async function openStep(page, slug) {
  await leaves(page, () => stepRow(page, slug).locator('a').click());
}

/** The form of a command on the page. */
export const formOf = (page, command) => page.locator(`form:has(> input[name="command"][value="${command}"])`).first();

/** Opens a step's form of a command: the one shown, or another that its page offers. */
export async function openForm(page, slug, command) {
  await openStep(page, slug);
  const others = await page.locator(`main a[href*="/steg/${slug}?"]`).evaluateAll((links) => links.map((link) => link.href));
  for (const other of others) {
    if (await formOf(page, command).count()) break;
    await page.goto(other);
  }
  return formOf(page, command);
}

/** Fills in a command's form and saves it, including a confirmation page. */
async function complete(page, command, values) {
  await noBlockedUnits(page);
  await fill(formOf(page, command), values);
  await submit(page, formOf(page, command));
  const checked = page.locator(`form:has(> input[name="granskad"]):has(> input[name="command"][value="${command}"])`);
  if ((await faults(page)) === '' && (await checked.count())) await submit(page, checked.first());
  assert.equal(await faults(page), '', command);
}

/** Takes an action beside the steps, which has its own URL. */
export async function act(page, address, slug, command, values) {
  await page.goto(`${address}/gor/${slug}`);
  await complete(page, command, values);
}

/**
 * Takes a step: opens it, fills in the form of a command and saves it, including a confirmation page.
 * Afterwards the step's state in the list must match `stands`.
 */
export async function doStep(page, slug, command, values, stands = /Klart/) {
  await openForm(page, slug, command);
  await complete(page, command, values);
  if (stands) assert.match(await stepRow(page, slug).innerText(), stands, `${slug} after ${command}`);
}

/** Checks that no unit picker offers social services or municipal rehab (V5.3, X1). */
export async function noBlockedUnits(page) {
  const offered = await page.locator('select:has(optgroup) option, [name="units"] ~ label').allInnerTexts();
  const blocked = offered.filter((name) => /bistånd|socialtjänst|kommunens? rehab/i.test(name));
  assert.deepEqual(blocked, []);
}

/** "Vem ser vad": the names under each heading, and whether the boundary is above the last heading. */
export function whoSeesWhat(page) {
  return page.locator('#vsv').evaluate((panel) => {
    const names = (kind) => [...panel.querySelectorAll(`ul.${kind} > li`)].map((row) => row.innerText.replace(/\s+/g, ' '));
    const under = (heading) => [...panel.querySelectorAll('h3')].filter((title) => title.innerText === heading)
      .flatMap((title) => [...title.nextElementSibling.children].map((row) => row.innerText.replace(/\s+/g, ' ')));
    const boundary = panel.querySelector('.grans');
    const never = panel.querySelector('ul.sparr');
    return {
      sees: names('ser'),
      later: under('Kan läggas till senare'),
      told: under('Får veta på annat sätt'),
      never: names('sparr'),
      bounded: Boolean(boundary && never && boundary.compareDocumentPosition(never) & Node.DOCUMENT_POSITION_FOLLOWING),
      onSave: panel.querySelector('.nasta')?.innerText ?? '',
    };
  });
}

/** Checks that neither URL, title nor badge of a protected case says which pathway it follows. */
export async function saysNoPathway(page, address) {
  const beyond = page.url().replace(address, '');
  assert.doesNotMatch(beyond, /[67]-?[abc](?![a-z])/i);
  assert.doesNotMatch(await page.title(), /spår|[67] ?[abc]\b|tillstånd|asyl/i);
  const shown = await page.locator('#steg').innerText();
  assert.doesNotMatch(shown, /[67] ?C\b/);
}

// Demo units, from crates/server/demo/units.tsv.
export const CENTRE = 'SE2321000131-E903148800001';
export const CLINIC = 'SE2321000131-E902148800001';
export const REHAB = 'SE2321000131-E904148800001';
export const MUNICIPAL = 'SE2321000131-E906148800001';

/** Where the stories' patients stay: a street in Trollhättan that does not exist. */
export const lives = { municipality: '1488', address: 'Exempelgatan 4', postal_code: '461 30', housing: 'own' };

/** A call that has just ended. */
export const call = (now) => ({ at: at(now()), summary: 'Berättade det som steget säger. De tog emot det.', with_function: 'Handläggare' });

/** The demo's first place to meet. */
export const MEETING_POINT = 'abaeaqcaibaeaqcaibaeaqcaib';

/** A meeting in person, without kin, at a place of the register. */
export const meetingAt = (instant) => ({ at: at(instant), form: 'in_person', chosen_point: MEETING_POINT, kin_invited: false });

/** A row of the plan that is not written yet. */
export const newRow = (page, kind) => page.locator(`#plan-${kind} tr.plan__ny`).first();

/** Saves the plan, whose page is open. */
export async function savePlan(page) {
  await leaves(page, () => page.locator('form[data-plan]').getByRole('button', { name: 'Spara', exact: true }).click());
  assert.equal(await faults(page), '', 'the plan');
}

/** Writes a whole plan on its page and agrees on it. */
export async function agreesOnThePlan(page) {
  const address = page.url().replace(/\/arenden\/([^/?#]+).*/, '/arenden/$1');
  await page.goto(`${address}/plan`);
  await newRow(page, 'what_matters').locator('textarea').fill('Att få bo kvar hos sin bror.');
  await newRow(page, 'need').locator('textarea').fill('Såret läggs om i hemmet.');
  const task = newRow(page, 'intervention');
  await task.locator('textarea').first().fill('Lägger om såret två gånger i veckan.');
  await task.locator('select[name$=".unit"]').selectOption({ index: 1 });
  await newRow(page, 'responsibility').locator('select[name$=".unit"]').selectOption({ index: 1 });
  await savePlan(page);
  await leaves(page, () => page.getByRole('button', { name: 'Fastställ version 1' }).click());
  assert.match(await page.locator('main').innerText(), /Version 1/);
  await page.goto(`${address}/steg/sip-mote`);
}

/** Records the meeting as held; everybody named gets a copy: the patient by hand, Migrationsverket by post. */
export async function heldMeeting(page, now, recipients) {
  const how = { patient: 'by_hand', parties: 'in_product', migration_agency: 'post' };
  await doStep(page, 'sip-mote', 'hold_sip_meeting', {
    at: at(now()), attended: ['patient', 'interpreter'],
  }, /Pågår/);
  await agreesOnThePlan(page);
  await noMigrationsverketFor(page, recipients);
  for (const recipient of recipients) {
    const last = recipient === recipients.at(-1);
    await doStep(page, 'sip-mote', 'hand_out_copy', { recipient, how: how[recipient], at: at(now()) }, last ? /Klart/ : /Pågår/);
  }
}

/** Checks that a copy to Migrationsverket is offered only where it may have one. */
async function noMigrationsverketFor(page, recipients) {
  if (recipients.includes('migration_agency')) return;
  const form = await openForm(page, 'sip-mote', 'hand_out_copy');
  const offered = await form.locator('[name="recipient"]').evaluateAll((fields) => fields.map((field) => field.value));
  assert.ok(!offered.includes('migration_agency'), 'no copy to Migrationsverket');
}

let asked = 10;

/**
 * Buys care from municipal primary care: asks, its manager says yes in the product, the unit becomes
 * a party in the step `added`, gets the care request and accepts it. `agreement(step)` of the returned
 * object draws up the agreement in a step and has both parties sign it.
 */
export async function buysCare({ page, address, now, another }, added) {
  // A unique day, by which the manager finds this question in the list. Stories run at once and share the count.
  asked += 1;
  const day = asked;
  const starts = `2026-05-${day}`;
  const interventions = [{ code: 'wound_dressing', times: '3', per: 'week' }];
  await doStep(page, 'fraga-kommunen', 'ask_municipality', { unit: MUNICIPAL, interventions, starts }, /Väntar/);
  const manager = await another('municipal-primary-care');
  await answerQuestion(manager, new URL(address).origin, `${day} maj`);
  await page.goto(address);
  // What the consent is about is asked before the rest.
  await page.goto(`${address}/gor/samtycke`);
  await fill(formOf(page, 'record_consent'), { kind: 'information_transfer' });
  await submit(page, formOf(page, 'record_consent'));
  await complete(page, 'record_consent', { answer: 'given', form: 'oral' });
  await page.goto(address);
  await doStep(page, added, 'add_party', { unit: MUNICIPAL });
  await doStep(page, 'vardbegaran', 'send_care_request', {
    question: 'Omläggning av sår tre gånger i veckan.', health_state: 'Svårläkt bensår. Går med rullator.',
    follow_up: 'Vårdcentralen kallar till uppföljning efter fyra veckor. Ring dit om behovet ändras.',
  });
  await decideCareRequest(manager, address);
  await page.goto(address);
  assert.match(await stepRow(page, 'kommunens-beslut').innerText(), /Klart/);

  const agreement = async (step) => {
    await doStep(page, step, 'draw_up_agreement', { interventions, starts, ends: '2026-08-31', follow_up: 'Vårdcentralen, efter fyra veckor.' }, /Väntar/);
    await act(await another('head-office'), address, 'underteckna-for-regionen', 'sign_agreement', {});
    await act(await another('municipal-head-of-operations'), address, 'underteckna-for-kommunen', 'sign_agreement', {});
    await page.goto(address);
    await doStep(page, step, 'record_invoicing_form', { reference: 'Bilaga 2, 2026-05' });
  };
  return { agreement };
}

/** The manager answers a question without knowing who the patient is. */
async function answerQuestion(page, base, day) {
  await page.goto(`${base}/forfragningar`);
  const addresses = await page.locator('main a[href^="/forfragningar/"]').evaluateAll((links) => [...new Set(links.map((link) => link.href))]);
  for (const address of addresses) {
    await page.goto(address);
    const text = await page.locator('main').innerText();
    if (!text.includes(day)) continue;
    assert.doesNotMatch(text, /Exempelgatan|1961|asylsökande|massflykting|tillstånd|Migrationsverket|Avdelning/i);
    const form = page.locator('form[data-main]').first();
    await fill(form, { answer: 'yes' });
    await submit(page, form);
    assert.equal(await faults(page), '');
    return;
  }
  throw new Error(`no question from ${day} among ${addresses.length}`);
}

/** The manager accepts the care request in the municipality's own view of the case. */
async function decideCareRequest(page, address) {
  await page.goto(address);
  const text = await page.locator('body').innerText();
  assert.doesNotMatch(text, /asylsökande|massflykting|nödvändiga tillstånd|\b[67] ?[ABC]\b|Läkarintyg/i);
  await act(page, address, 'svara', 'answer_care_request', { answer: 'accepted' });
}

/** Closes the case; nothing can be done in it afterwards. */
export async function closeCase(page, address) {
  await act(page, address, 'avsluta', 'close_case', { cause: 'completed', reason: 'Allt är överlämnat.' });
  await page.goto(address);
  assert.match(await page.locator('body').innerText(), /Ärendet är avslutat/);
}

/** Checks that the open step says that saving it sends nothing. */
export async function saysNothingSent(page, slug) {
  await openStep(page, slug);
  assert.match(await page.locator('main').innerText(), /Ingenting skickas/);
}
