//! Every pathway from its first step to its last, step by step through the forms of its pages.

use jiff::Timestamp;
use serde_json::{Value, json};
use testkit::{Stage, Unit};

use super::{form::Form, plan::PlanForm};
use crate::{
    browser::Browser,
    door::{Door, asylum_seeker, but},
};

/// A case that somebody walks through with a browser.
pub(crate) struct Walk<'d> {
    pub(crate) door: &'d Door,
    pub(crate) id: String,
    pub(crate) browser: Browser<'d>,
    role: &'d str,
}

const NOW: &str = "NOW";

/// The headings of *Vem ser vad*.
pub(crate) const SEES: &str = "Ser ärendet nu";
const LATER: &str = "Kan läggas till senare";
pub(crate) const TOLD: &str = "Får veta på annat sätt";
pub(crate) const NEVER: &str = "Får inte veta av oss";

impl<'d> Walk<'d> {
    pub(crate) async fn open(door: &'d Door, role: &'d str, changes: &Value) -> Self {
        let body = but(asylum_seeker(), changes);
        let opened = door
            .post(role, "/api/v1/cases", &body)
            .await
            .expect(201)
            .json();
        Self {
            door,
            id: opened["id"].as_str().unwrap().to_owned(),
            browser: Browser::of(door, role).await,
            role,
        }
    }

    pub(crate) fn address(&self, path: &str) -> String {
        format!("/arenden/{}{path}", self.id)
    }

    /// Adds the current date and minute, as a form takes them.
    fn answers(&self, answers: &[(&str, &str)]) -> Vec<(String, String)> {
        let now = vocabulary::calendar::local_date_time(self.door.stage.app.now());
        let mut all = Vec::new();
        for (name, value) in answers {
            if *value == NOW {
                all.push((format!("{name}.date"), now.date().to_string()));
                all.push((
                    format!("{name}.time"),
                    format!("{:02}.{:02}", now.hour(), now.minute()),
                ));
            } else {
                all.push(((*name).to_owned(), (*value).to_owned()));
            }
        }
        all
    }

    /// The form of a command in a step: the one shown, or another that the step offers.
    pub(crate) async fn form(&mut self, slug: &str, command: &str) -> Form {
        let address = self.address(&format!("/steg/{slug}"));
        for asked in 0..6 {
            let with = if asked == 0 {
                address.clone()
            } else {
                format!("{address}?val={asked}")
            };
            let page = self.browser.get(&with).await.expect(200).text();
            if let Some(form) = Form::of(&page, command) {
                return form;
            }
        }
        panic!("no form of {command} in {slug}")
    }

    /// Takes a step with a command's form; checks its state in the list afterwards.
    pub(crate) async fn step(
        &mut self,
        slug: &str,
        command: &str,
        answers: &[(&str, &str)],
        stands: &str,
    ) {
        let form = self.form(slug, command).await;
        let owned = self.answers(answers);
        let answers: Vec<(&str, &str)> = owned
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect();
        self.send(form.with(&answers), command).await;
        let state = self.state(slug).await;
        assert!(state.contains(stands), "{slug} after {command}: {state}");
    }

    /// Takes an action beside the steps.
    pub(crate) async fn act(&mut self, slug: &str, command: &str, answers: &[(&str, &str)]) {
        let page = self
            .browser
            .get(&self.address(&format!("/gor/{slug}")))
            .await
            .expect(200)
            .text();
        let form = Form::of(&page, command).unwrap_or_else(|| panic!("no {command} at {slug}"));
        self.send(form.with(answers), command).await;
    }

    /// Records a consent beside the steps; what it is for is asked first.
    async fn consent(&mut self, kind: &str, answers: &[(&str, &str)]) {
        let first = self.browser.get(&self.address("/gor/samtycke")).await;
        let first = Form::of(&first.expect(200).text(), "record_consent").unwrap();
        let first = first.with(&[("kind", kind)]);
        let page = self.browser.post(&first.action, &first.posted()).await;
        let form = Form::of(&page.expect(200).text(), "record_consent").unwrap();
        self.send(form.with(answers), "record_consent").await;
    }

    /// Posts a form, and its confirmation page if there is one.
    pub(crate) async fn send(&mut self, form: Form, command: &str) {
        let mut reply = self.browser.post(&form.action, &form.posted()).await;
        if reply.status == 200 {
            let check = Form::of(&reply.text(), command).expect("a last look");
            assert_eq!(check.value("granskad"), "ja");
            reply = self.browser.post(&check.action, &check.posted()).await;
        }
        assert_eq!(reply.status, 303, "{command}: {}", reply.text());
    }

    /// The state of a step, in the words of the list.
    pub(crate) async fn state(&mut self, slug: &str) -> String {
        let page = self
            .browser
            .get(&self.address(&format!("/steg/{slug}")))
            .await
            .expect(200)
            .text();
        let list = crate::browser::between(&page, "id=\"steglista\"", "</ol>");
        let row = list
            .split("<li")
            .find(|row| row.contains(&format!("/steg/{slug}\"")));
        row.unwrap_or_else(|| panic!("{slug} is not listed"))
            .to_owned()
    }

    /// Another user takes over the browser for a while.
    async fn as_other(&mut self, who: &'d str) -> Browser<'d> {
        let other = Browser::of(self.door, who).await;
        std::mem::replace(&mut self.browser, other)
    }

    /// Checks that every listed step is done or does not apply.
    async fn is_finished(&mut self) {
        assert_eq!(self.left().await, 0);
    }

    /// Nothing is left but the follow-up, whose day has not come.
    async fn waits_for_the_follow_up(&mut self) {
        let state = self.state("folj-upp").await;
        assert!(state.contains("Väntar"), "{state}");
        assert_eq!(self.left().await, 1);
    }

    /// How many steps are not done.
    async fn left(&mut self) -> u32 {
        let page = self.browser.get(&self.address("")).await;
        let page = page.expect(200).text();
        let progress =
            crate::browser::between(&page, "<progress class=\"matare\" value=\"", "\" aria");
        let (done, total) = progress.split_once("\" max=\"").unwrap();
        let (done, total): (u32, u32) = (done.parse().unwrap(), total.parse().unwrap());
        assert_ne!(total, 0);
        total - done
    }

    /// Closes the case, in which nothing can be done afterwards.
    async fn closes(&mut self) {
        let reason = [("reason", "Allt är överlämnat.")];
        self.act("avsluta", "close_case", &reason).await;
        let page = self.browser.get(&self.address("")).await;
        assert!(page.expect(200).text().contains("Ärendet är avslutat"));
    }

    /// The names under a heading of *Vem ser vad*, on the page of a step; empty without the heading.
    pub(crate) async fn panel(&mut self, slug: &str, heading: &str) -> String {
        let address = self.address(&format!("/steg/{slug}"));
        let page = self.browser.get(&address).await.expect(200).text();
        let panel = crate::browser::between(&page, "id=\"vsv\"", "</section>");
        let list = panel.split_once(&format!("<h3>{heading}</h3>"));
        list.map_or(String::new(), |(_, rest)| {
            rest.split("</ul>").next().unwrap().to_owned()
        })
    }

    /// Whether a step is listed.
    pub(crate) async fn lists(&mut self, slug: &str) -> bool {
        let page = self.browser.get(&self.address("")).await;
        let page = page.expect(200).text();
        let list = crate::browser::between(&page, "id=\"steglista\"", "</ol>");
        list.contains(&format!("/steg/{slug}\""))
    }

    /// Checks that Migrationsverket is beyond the boundary and nowhere else.
    pub(crate) async fn hides_from_migrationsverket(&mut self, slug: &str) {
        for heading in [SEES, LATER, TOLD] {
            let names = self.panel(slug, heading).await;
            assert!(!names.contains("Migrationsverket"), "{heading}: {names}");
        }
        let never = self.panel(slug, NEVER).await;
        assert!(never.contains("Migrationsverket"), "{never}");
    }

    /// Municipal primary care is asked, says yes, becomes a party and accepts the care request.
    async fn buys_care(&mut self, added: &str) {
        let asked = [
            ("unit", Unit::MunicipalCare.hsa()),
            ("interventions.0.code", "wound_dressing"),
            ("interventions.0.times", "3"),
            ("interventions.0.per", "week"),
            ("starts.", ""),
        ];
        let mut asked = asked.to_vec();
        asked.pop();
        asked.push(("starts", "2026-03-09"));
        self.step("fraga-kommunen", "ask_municipality", &asked, "Väntar")
            .await;
        let mut manager = Browser::of(self.door, "municipal-primary-care").await;
        let list = manager.get("/forfragningar").await.expect(200).text();
        let question = crate::browser::between(&list, "href=\"/forfragningar/", "\"").to_owned();
        let page = manager
            .get(&format!("/forfragningar/{question}"))
            .await
            .expect(200)
            .text();
        for secret in [
            "Provsson",
            "Amina",
            "Avdelning 1",
            "51-234567",
            "Asylsökande",
            "tillstånd",
            "Migrationsverket",
        ] {
            assert!(!page.contains(secret), "the question tells {secret}");
        }
        let form = Form::all(&page)
            .find(|form| form.action.contains(&question))
            .unwrap();
        let form = form.with(&[("answer", "yes")]);
        manager.post(&form.action, &form.posted()).await.expect(303);
        let party = [("unit", Unit::MunicipalCare.hsa())];
        let consent = [("answer", "given"), ("form", "oral")];
        self.consent("information_transfer", &consent).await;
        self.step(added, "add_party", &party, "Klart").await;
        let request = [
            ("question", "Omläggning av sår tre gånger i veckan."),
            ("health_state", "Svårläkt bensår."),
            (
                "follow_up",
                "Vårdcentralen kallar. Ring dit om behovet ändras.",
            ),
        ];
        self.step("vardbegaran", "send_care_request", &request, "Klart")
            .await;
        let own = std::mem::replace(&mut self.browser, manager);
        let share = self.browser.get(&self.address("")).await.expect(200).text();
        assert!(
            share.contains("Svårläkt bensår.") && !share.contains("Asylsökande"),
            "{share}"
        );
        self.act("svara", "answer_care_request", &[("answer", "accepted")])
            .await;
        self.browser = own;
        assert!(self.state("kommunens-beslut").await.contains("Klart"));
    }

    async fn agrees(&mut self, slug: &str) {
        // The form already contains what was asked for and accepted.
        let form = self.form(slug, "draw_up_agreement").await;
        assert_eq!(form.value("interventions.0.code"), "wound_dressing");
        let terms = [("follow_up", "Vårdcentralen, efter fyra veckor.")];
        self.step(slug, "draw_up_agreement", &terms, "Väntar").await;
        for (who, act) in [
            ("head-office", "underteckna-for-regionen"),
            ("municipal-head-of-operations", "underteckna-for-kommunen"),
        ] {
            let own = self.as_other(who).await;
            self.act(act, "sign_agreement", &[]).await;
            self.browser = own;
        }
        self.step(
            slug,
            "record_invoicing_form",
            &[("reference", "Bilaga 2")],
            "Klart",
        )
        .await;
    }

    async fn holds_the_meeting(&mut self, recipients: &[(&str, &str)]) {
        let held = [("at", NOW), ("attended", "patient")];
        self.step("sip-mote", "hold_sip_meeting", &held, "Pågår")
            .await;
        self.agrees_on_the_plan().await;
        for (recipient, how) in recipients {
            let copy = [("recipient", *recipient), ("how", *how), ("at", NOW)];
            self.step("sip-mote", "hand_out_copy", &copy, "").await;
        }
    }
}

impl Walk<'_> {
    /// Writes the plan on its page and agrees on it there.
    async fn agrees_on_the_plan(&mut self) {
        let address = self.address("/plan");
        let page = self.browser.get(&address).await.expect(200).text();
        assert!(page.contains("4 uppgifter saknas innan planen kan fastställas"));
        let form = PlanForm::of(&page)
            .write("what_matters", &[("text", "Att bo kvar hos sin bror.")])
            .write("need", &[("text", "Såret läggs om.")])
            .write("goal", &[("text", "Gå till affären")])
            .write(
                "intervention",
                &[
                    ("text", "Följer upp såret."),
                    ("unit", Unit::HealthCentre.hsa()),
                ],
            )
            .write("responsibility", &[("unit", Unit::HealthCentre.hsa())]);
        let posted = form.posted();
        self.browser.post(&address, &posted).await.expect(303);
        let page = self.browser.get(&address).await.expect(200).text();
        assert!(
            !page.contains("saknas innan planen kan fastställas"),
            "{page}"
        );
        let form = Form::to(&page, "/plan/faststall").expect("the plan can be agreed on");
        self.browser
            .post(&form.action, &form.posted())
            .await
            .expect(303);
    }
}

pub(crate) const YES: [(&str, &str); 2] = [("answer", "given"), ("form", "oral")];
pub(crate) const CALL: [(&str, &str); 1] = [("summary", "De tog emot det.")];
pub(crate) const LIVES: [(&str, &str); 4] = [
    ("municipality", "1488"),
    ("address", "Provgatan 1"),
    ("postal_code", "461 30"),
    ("housing", "own"),
];
pub(crate) const MEETING: [(&str, &str); 5] = [
    ("at.date", "2026-03-10"),
    ("at.time", "13.00"),
    ("form", "in_person"),
    ("chosen_point", testkit::MEETING_POINT),
    ("kin_invited", "false"),
];
const FOLLOW_UP: [(&str, &str); 2] = [("at.date", "2026-04-07"), ("at.time", "13.00")];

/// The steps that 6A and 7A share.
async fn walks_to_an_institution(walk: &mut Walk<'_>) {
    walk.step("forsta-samtalet", "record_contact", &CALL, "Klart")
        .await;
    let needs = [
        ("nursing_need", "unmet"),
        ("health_care_need", "true"),
        ("device_need", "false"),
    ];
    walk.step("behov-och-intyg", "establish_needs", &needs, "Pågår")
        .await;
    let content = [("content", "Behöver hjälp vid måltider.")];
    if walk.role == "ward-nurse" {
        let own = walk.as_other("physician").await;
        walk.step("behov-och-intyg", "write_certificate", &content, "Klart")
            .await;
        walk.browser = own;
    }
    walk.step("samtycke-och-kallelse", "record_consent", &YES, "Pågår")
        .await;
    walk.step(
        "samtycke-och-kallelse",
        "plan_sip_meeting",
        &MEETING,
        "Klart",
    )
    .await;
    walk.step("andra-samtalet", "record_contact", &CALL, "Klart")
        .await;
    walk.step("kallelse-utan-namn", "send_invitation", &[], "Väntar")
        .await;
    walk.step("kallelse-utan-namn", "record_invitation_sent", &[], "Klart")
        .await;
    walk.step("tolk", "book_interpreter", &[], "Klart").await;
}

async fn leaves_for_an_institution(walk: &mut Walk<'_>) {
    let journey = [
        ("destination", "Boendet"),
        ("at.date", "2026-03-12"),
        ("at.time", "10.00"),
    ];
    walk.step("sjuktransport", "order_transport", &journey, "Klart")
        .await;
    // The case is not finished before the meeting, where the patient is offered the place.
    assert_eq!(walk.left().await, 1);
    let offered = [
        ("at", NOW),
        ("attended", "patient"),
        ("informed", "true"),
        ("offered", "true"),
    ];
    let undecided = [&offered[..], &[("answer", "undecided")]].concat();
    walk.step("sip-motet", "hold_housing_meeting", &undecided, "Pågår")
        .await;
    let applies = [("answer", "applies"), ("at", NOW)];
    walk.step("sip-motet", "record_housing_answer", &applies, "Klart")
        .await;
    let place = [("decision", "place"), ("at", NOW)];
    let decided = "record_housing_decision";
    walk.step("ansokan-om-boende", decided, &place, "Klart")
        .await;
    walk.is_finished().await;
    walk.closes().await;
}

const HOME: [(&str, &str); 2] = [("name", "Boendet i Partille"), ("phone", "0000-99 00 11")];

// covers: V6A.1, V6A.2, V6A.3, V6A.4, V6A.4.2, V4.3, V6A.5, V6A.6, V6A.7, V6A.8, V6A.9, V6A.10, V6A.11
#[tokio::test]
async fn a_ward_walks_6a_through_the_forms() {
    let door = Door::new().await;
    let unknown = json!({ "nursing_need": "unknown" });
    let mut walk = Walk::open(&door, "ward-nurse", &unknown).await;
    assert!(walk.state("inlaggning").await.contains("Klart"));
    let due = walk.state("forsta-samtalet").await;
    assert!(due.contains("i morgon"), "the first working day: {due}");
    walks_to_an_institution(&mut walk).await;
    walk.step(
        "lamna-intyget",
        "deliver_certificate",
        &[("how", "post")],
        "Klart",
    )
    .await;
    let told = walk.panel("tolk", TOLD).await;
    assert!(told.contains("Migrationsverket"), "{told}");
    let never = walk.panel("tolk", NEVER).await;
    assert!(never.contains("Socialtjänsten") && never.contains("Kommunens rehab"));
    assert!(!never.contains("Migrationsverket"), "{never}");
    walk.step("institutionsboende", "record_institution", &HOME, "Klart")
        .await;
    walk.step("rapport", "mark_ready_for_discharge", &[], "Väntar")
        .await;
    walk.step("rapport", "record_contact", &CALL, "Klart").await;
    leaves_for_an_institution(&mut walk).await;
}

// covers: V7A.1, V7A.2, V7A.3, V7A.4, V7A.5, V7A.6, V7A.7, V7A.8, V7A.9
#[tokio::test]
async fn a_ward_hands_7a_through_the_forms_to_its_end() {
    let door = Door::new().await;
    // A ward's case whose patient has moved to open care still has a physician.
    let unknown = json!({ "nursing_need": "unknown" });
    let mut walk = Walk::open(&door, "ward-nurse", &unknown).await;
    let moved = [("setting", "outpatient"), ("unit", Unit::Ward.hsa())];
    walk.act("byt-vardform", "change_setting", &moved).await;
    walks_to_an_institution(&mut walk).await;
    walk.step(
        "lamna-intyget",
        "deliver_certificate",
        &[("how", "post")],
        "Klart",
    )
    .await;
    walk.step("rapport", "record_institution", &HOME, "Pågår")
        .await;
    walk.step("rapport", "record_contact", &CALL, "Klart").await;
    leaves_for_an_institution(&mut walk).await;
}

async fn adds_those_of_the_region(walk: &mut Walk<'_>) {
    walk.step("bostad", "establish_residence", &LIVES, "Klart")
        .await;
    let centre = [("unit", Unit::HealthCentre.hsa())];
    walk.step("vardcentral", "add_party", &centre, "Klart")
        .await;
    let clinic = [("unit", Unit::Clinic.hsa())];
    walk.step("specialistmottagning", "add_party", &clinic, "Klart")
        .await;
    walk.step(
        "hjalpmedel",
        "order_device",
        &[("device", "Rullator")],
        "Klart",
    )
    .await;
}

// covers: V6B.1, V6B.2, V6B.3, V6B.5, V6B.6, V6B.7, V6B.8, V6B.9, V6B.10, V6B.11, V6B.12, V6B.13, V6B.14, V6B.15
#[tokio::test]
async fn a_ward_walks_6b_through_the_forms() {
    let door = Door::new().await;
    let devices = json!({ "device_need": true });
    let mut walk = Walk::open(&door, "ward-nurse", &devices).await;
    walk.step("forsta-samtalet", "record_contact", &CALL, "Klart")
        .await;
    walk.step("samtycke-till-arendet", "record_consent", &YES, "Klart")
        .await;
    adds_those_of_the_region(&mut walk).await;
    walk.step("samtycke-och-kallelse", "record_consent", &YES, "Pågår")
        .await;
    walk.step(
        "samtycke-och-kallelse",
        "plan_sip_meeting",
        &MEETING,
        "Klart",
    )
    .await;
    walk.step("samtycke-och-kallelse", "send_invitation", &[], "Klart")
        .await;
    let refused = walk.state("nej-till-arendet").await;
    assert!(refused.contains("Inte aktuellt"), "{refused}");
    let sees = walk.panel("bostad", SEES).await;
    assert!(!sees.contains("Kommunal primärvård"), "not yet: {sees}");
    walk.buys_care("kommunal-primarvard").await;
    walk.step("tolk", "book_interpreter", &[], "Klart").await;
    let copies = [
        ("patient", "by_hand"),
        ("parties", "in_product"),
        ("migration_agency", "post"),
    ];
    walk.holds_the_meeting(&copies).await;
    let centre = ("unit", Unit::HealthCentre.hsa());
    let follow_up = [&FOLLOW_UP[..], &[centre]].concat();
    walk.step("uppfoljning", "decide_follow_up", &follow_up, "Klart")
        .await;
    walk.agrees("overenskommelse").await;
    walk.waits_for_the_follow_up().await;
    walk.closes().await;
}

// covers: V6C.1, V6C.2, V6C.4, V6C.5, V6C.6, V6C.7, V6C.8, V6C.9, V6C.10, V6C.11, V6C.12, V4.4, X1
#[tokio::test]
async fn a_ward_walks_6c_through_the_forms_and_no_page_offers_migrationsverket() {
    let door = Door::new().await;
    let without = json!({
        "group": "without_permits", "device_need": true, "nursing_need": "unmet",
        "identifiers": [{ "kind": "reserve_number", "value": "20210325K069" }],
    });
    let mut walk = Walk::open(&door, "ward-nurse", &without).await;
    for never in [
        "forsta-samtalet",
        "kallelse-utan-namn",
        "lamna-intyget",
        "institutionsboende",
    ] {
        assert!(!walk.lists(never).await, "{never}");
    }
    let step = walk.browser.get(&walk.address("/steg/bostad")).await;
    assert!(step.text().contains("Ingenting skickas"));
    walk.step("samtycke-till-arendet", "record_consent", &YES, "Klart")
        .await;
    walk.step("informationsblad", "give_information_sheet", &[], "Klart")
        .await;
    adds_those_of_the_region(&mut walk).await;
    walk.step("samtycke-och-kallelse", "record_consent", &YES, "Pågår")
        .await;
    walk.step(
        "samtycke-och-kallelse",
        "plan_sip_meeting",
        &MEETING,
        "Klart",
    )
    .await;
    walk.buys_care("fraga-kommunen").await;
    walk.step("tolk", "book_interpreter", &[], "Klart").await;
    walk.holds_the_meeting(&[("patient", "by_hand"), ("parties", "in_product")])
        .await;
    let copies = walk
        .form("sip-mote", "hand_out_copy")
        .await
        .choices("recipient");
    assert!(copies.contains(&"kin".to_owned()));
    assert!(
        !copies.contains(&"migration_agency".to_owned()),
        "{copies:?}"
    );
    walk.hides_from_migrationsverket("bostad").await;
    let sees = walk.panel("bostad", SEES).await;
    assert!(sees.contains("Kommunal primärvård"), "{sees}");
    let centre = ("unit", Unit::HealthCentre.hsa());
    let follow_up = [&FOLLOW_UP[..], &[centre]].concat();
    walk.step("uppfoljning", "decide_follow_up", &follow_up, "")
        .await;
    // Migrationsverket's officer is nobody to choose at this table (X1).
    let form = walk.form("folj-upp", "hold_follow_up").await;
    let table = form.choices("attended");
    assert!(table.contains(&"patient".to_owned()), "{table:?}");
    assert!(!table.contains(&"migration_agency".to_owned()), "{table:?}");
    walk.agrees("uppfoljning").await;
    walk.waits_for_the_follow_up().await;
    walk.closes().await;
}

/// A stage whose clock stands still, so that a test says when the meeting is.
async fn held_door() -> Door {
    let start: Timestamp = "2026-03-05T09:42:00+01:00".parse().unwrap();
    Door::before(Stage::rehearsed(start, 7).await)
}

/// The steps that 7B and 7C share.
async fn plans_at_home(walk: &mut Walk<'_>, copies: &[(&str, &str)]) {
    let [_, _, form, place, kin] = MEETING;
    let soon = [
        ("at.date", "2026-03-05"),
        ("at.time", "10.00"),
        form,
        place,
        kin,
    ];
    walk.step("sip-mote", "record_consent", &YES, "").await;
    walk.step("sip-mote", "plan_sip_meeting", &soon, "").await;
    let rehab = [("unit", Unit::Rehab.hsa())];
    walk.step("hjalpmedel", "add_party", &rehab, "Klart").await;
    let device = [("device", "Rullator")];
    walk.step("bestall-hjalpmedel", "order_device", &device, "Klart")
        .await;
    walk.buys_care("fraga-kommunen").await;
    walk.step("tolk", "book_interpreter", &[], "Klart").await;
    let begins: Timestamp = "2026-03-05T10:00:00+01:00".parse().unwrap();
    walk.door.stage.set_clock(begins);
    walk.holds_the_meeting(copies).await;
    let centre = ("unit", Unit::HealthCentre.hsa());
    let follow_up = [&FOLLOW_UP[..], &[centre]].concat();
    walk.step("uppfoljning", "decide_follow_up", &follow_up, "")
        .await;
    walk.agrees("uppfoljning").await;
    walk.waits_for_the_follow_up().await;
    // The day passes, which is late until the follow-up is noted.
    let day: Timestamp = "2026-04-08T09:00:00+02:00".parse().unwrap();
    walk.door.stage.set_clock(day);
    walk.browser = Browser::of(walk.door, walk.role).await;
    let late = walk.state("folj-upp").await;
    assert!(late.contains("Försenat"), "{late}");
    // The form starts from the goals of the plan.
    let form = walk.form("folj-upp", "hold_follow_up").await;
    assert_eq!(form.value("evaluations.0.goal"), "Gå till affären");
    let held = [
        ("at", NOW),
        ("attended", "patient"),
        ("evaluations.0.outcome", "partly"),
    ];
    walk.step("folj-upp", "hold_follow_up", &held, "Klart")
        .await;
    walk.is_finished().await;
    walk.closes().await;
}

// covers: V7B.1, V7B.2, V7B.3, V7B.4, V7B.5, V7B.6
#[tokio::test]
async fn a_health_centre_walks_7b_through_the_forms() {
    let door = held_door().await;
    let changes = json!({ "setting": "outpatient", "device_need": true });
    let mut walk = Walk::open(&door, "health-centre", &changes).await;
    walk.step("bostad", "establish_residence", &LIVES, "Pågår")
        .await;
    walk.step("bostad", "record_contact", &CALL, "Klart").await;
    let copies = [
        ("patient", "by_hand"),
        ("parties", "in_product"),
        ("migration_agency", "post"),
    ];
    plans_at_home(&mut walk, &copies).await;
}

// covers: V7C.1, V7C.2, V7C.3, V7C.4, V7C.5, V7C.6, V4.4, X1
#[tokio::test]
async fn a_health_centre_walks_7c_through_the_forms() {
    let door = held_door().await;
    let changes = json!({
        "setting": "outpatient", "group": "without_permits", "device_need": true,
        "nursing_need": "unmet",
        "identifiers": [{ "kind": "reserve_number", "value": "20210325K069" }],
    });
    let mut walk = Walk::open(&door, "health-centre", &changes).await;
    walk.step("bostad", "establish_residence", &LIVES, "Klart")
        .await;
    walk.step("informationsblad", "give_information_sheet", &[], "Klart")
        .await;
    assert!(!walk.lists("forsta-samtalet").await);
    walk.hides_from_migrationsverket("bostad").await;
    plans_at_home(
        &mut walk,
        &[("patient", "by_hand"), ("parties", "in_product")],
    )
    .await;
}
