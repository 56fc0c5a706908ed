//! One of everything that has its own URL, and how every route of `routes.txt` is requested for it:
//! the values of the placeholders, and what a post sends.

use serde_json::{Value, json};
use testkit::{Unit, commands};

use crate::{
    browser::{Browser, between},
    door::{Door, Reply, Told, add_party, asylum_seeker, but, consent, held, meeting},
    registers::log_review::first_item,
    table::Row,
};

/// The value of a placeholder.
pub(crate) enum Stands {
    /// The id of something that not everybody may know of.
    Thing(String),
    /// A word that is the same for everybody.
    Word(String),
}

/// The content of a request.
pub(crate) enum Sent {
    Nothing,
    Json(Value),
    Form(Vec<(&'static str, String)>),
    /// The assignment of the user who sends the request.
    OwnAssignment,
}

/// The things that exist. The case is coordinated by `ward-nurse`'s ward; the health centre and
/// municipal primary care are parties. The question is another case's, to municipal primary care.
pub(crate) struct Scene {
    pub(crate) case: String,
    pub(crate) asked_about: String,
    question: String,
    letter: String,
    opening: String,
    review: String,
    member: String,
    assignment: String,
    proposal: String,
    contact: String,
}

impl Scene {
    pub(crate) async fn set(door: &Door) -> Self {
        let mut case = door.with_municipality().await;
        door.done("ward-nurse", &mut case, &add_party(Unit::HealthCentre))
            .await;
        let letter = printed_letter(door, &mut case).await;
        let mut other = door.consented().await;
        let question = door.asked(&mut other).await;
        let mut stranger = Browser::of(door, "stranger-ward").await;
        let opened = stranger.post("/nodoppning", &emergency()).await.expect(303);
        let mut keeper = Browser::of(door, "administrator").await;
        let (member, assignment) = hired(door, "nora-ny", Unit::Ward, "care_staff").await;
        // One more, which waits for a second administrator and which the first may withdraw.
        let more = [("unit", Unit::Clinic.hsa()), ("role", "physician")];
        keeper
            .post(&format!("/administration/personal/{member}/uppdrag"), &more)
            .await
            .expect(303);
        let waiting = keeper
            .get("/administration/forslag")
            .await
            .expect(200)
            .text();
        let proposal = between(&waiting, "action=\"/administration/forslag/", "\"").to_owned();
        let review = first_item(&mut Browser::of(door, "log-reviewer").await).await;
        let contacts = keeper.get("/kontakter").await.expect(200).text();
        Self {
            case: case.id,
            asked_about: other.id,
            question,
            letter,
            opening: last_part(opened.header("location")),
            review: last_part(&review),
            member,
            assignment,
            proposal,
            contact: between(&contacts, "href=\"/kontakter/", "\"").to_owned(),
        }
    }

    /// The value of the placeholder at the end of this URL.
    pub(crate) fn stands(&self, placeholder: &str) -> Stands {
        let thing = |id: &str| Stands::Thing(id.to_owned());
        let word = |text: &str| Stands::Word(text.to_owned());
        match placeholder {
            "/arenden/{id}" | "/api/v1/cases/{id}" | "/api/v1/outbox?case={id}" => {
                thing(&self.case)
            }
            "/arenden/{id}/brev/{letter}" => thing(&self.letter),
            "/api/v1/questions/{id}" | "/forfragningar/{id}" => thing(&self.question),
            "/nodoppning/{id}" => thing(&self.opening),
            "/loggkontroll/{id}" => thing(&self.review),
            "/administration/personal/{id}" => thing(&self.member),
            "/administration/forslag/{id}" => thing(&self.proposal),
            // Nobody works at this unit, so the administrator may change it.
            "/administration/enheter/{hsa_id}" => thing(Unit::PlaceholderCentre.hsa()),
            "/administration/motesplatser/{id}" => thing(testkit::MEETING_POINT),
            "/kontakter/{id}" => thing(&self.contact),
            "/vagledning/referenser/{id}" => thing("vera-asyl"),
            "/arenden/{id}/plan/version/{number}" => word("1"),
            "/arenden/{id}/gor/{slug}" => word("felaktigt-utlamnande"),
            "/arenden/{id}/steg/{slug}" | "/arenden/{id}/utkast/{slug}" => word("bostad"),
            "/arenden/nytt/{fraga}" => word("plats"),
            "/vagledning/{spar}" => word("inneliggande-b"),
            "/informationsblad/{blad}" => word("vuxna"),
            "/tillgangar/{hash}" => word(web::assets::asset_hash()),
            "/tillgangar/{hash}/{name}" => word("app.css"),
            _ => panic!("say here what stands in {placeholder}"),
        }
    }

    /// A row's URL with its placeholders filled by `fill`, including a case in the query.
    pub(crate) fn filled(row: &Row, mut fill: impl FnMut(&str) -> String) -> String {
        let address = match row.address {
            "/api/v1/outbox" => "/api/v1/outbox?case={id}",
            other => other,
        };
        let mut filled = String::new();
        let mut rest = address;
        while let Some((before, after)) = rest.split_once('{') {
            let after = after.split_once('}').unwrap().1;
            filled += before;
            filled += &fill(&address[..address.len() - after.len()]);
            rest = after;
        }
        filled + rest
    }

    /// A row's URL for the things that exist.
    pub(crate) fn address(&self, row: &Row) -> String {
        Self::filled(row, |placeholder| match self.stands(placeholder) {
            Stands::Thing(id) => id,
            Stands::Word(word) => word,
        })
    }

    /// What is sent to a row: content that lets an authorised user complete the request, if it can
    /// be repeated; otherwise content that is refused after the authorisation has been checked.
    pub(crate) fn sent(&self, row: &Row) -> Sent {
        let form = |fields: &[(&'static str, &str)]| {
            let fields = fields
                .iter()
                .map(|(name, text)| (*name, (*text).to_owned()));
            Sent::Form(fields.collect())
        };
        if row.method == "GET" {
            return Sent::Nothing;
        }
        match row.address {
            // A health centre can only open outpatient cases.
            "/api/v1/cases" => Sent::Json(but(asylum_seeker(), &json!({ "setting": "outpatient" }))),
            "/api/v1/cases/{id}/commands" => Sent::Json(wrong_disclosure()),
            "/api/v1/questions/{id}/answer" => Sent::Json(json!({ "answer": "more_information", "comment": "Hur ofta?" })),
            "/administration/enheter/ny" => form(&[&[("hsa_id", NEW_UNIT)], &UNIT[..]].concat()),
            "/administration/enheter/{hsa_id}" => form(&UNIT),
            "/administration/motesplatser/ny" => form(&PLACE),
            "/administration/motesplatser/{id}" => form(&[&[("version", "1")], &PLACE[..]].concat()),
            "/administration/personal/ny" => {
                Sent::Form(new_member("nils-ny", Unit::Ward, "care_staff"))
            }
            "/administration/personal/{id}/avsluta" => form(&[("uppdrag", &self.assignment)]),
            "/administration/personal/{id}/uppdrag" => {
                form(&[("unit", Unit::Ward.hsa()), ("role", "physician")])
            }
            "/administration/forslag/{id}" => form(&[("svar", "dra-tillbaka")]),
            "/kontakter/{id}" => form(&[("version", "1"), ("funktion", "Växeln")]),
            "/vagledning/referenser/{id}" => form(&[
                ("version", "1"),
                ("title", "Författningen"),
                ("governs", "Vårdens omfattning"),
                ("link", "https://vardbron.example/"),
            ]),
            "/loggkontroll/urval" => form(&[
                ("from", "2026-03-05"),
                ("to", "2026-03-05"),
                ("number", "10"),
                ("seed", ""),
            ]),
            "/loggkontroll/{id}" => form(&[("outcome", "no_remark"), ("note", "")]),
            "/nodoppning" => form(&emergency()),
            "/logga-in" => form(&[("anvandarnamn", "physician"), ("losenord", testkit::PASSWORD)]),
            "/sok" => form(&[("q", "51-234567")]),
            "/uppdrag" => Sent::OwnAssignment,
            "/utskrift" => form(&[("sida", &format!("/arenden/{}/parter", self.case))]),
            "/arenden/nytt/{fraga}" => form(&[("setting", "outpatient")]),
            "/arenden/nytt/{fraga}/utkast" => form(&[("setting", "outpatient"), ("utkast", "1")]),
            // Both show their form again and change nothing.
            "/arenden/{id}/steg/{slug}" => {
                form(&[("command", "establish_residence"), ("andra", "ja")])
            }
            "/arenden/{id}/gor/{slug}" => form(&[("andra", "ja")]),
            "/arenden/{id}/adress"
            | "/arenden/{id}/angra"
            | "/arenden/{id}/plan"
            | "/arenden/{id}/plan/faststall"
            | "/arenden/{id}/plan/godkann"
            | "/arenden/{id}/fortsatt"
            | "/arenden/{id}/utkast/{slug}"
            | "/arenden/nytt/granska"
            | "/forfragningar/{id}"
            | "/installningar"
            | "/logga-ut"
            | "/losenord"
            | "/session"
            // No guidance has expired on the stage, so there is none to confirm.
            | "/vagledning/bekrafta" => form(&[]),
            other => panic!("say here what is sent to {other}"),
        }
    }
}

/// A user with both kinds of access: a token for the API, a browser for the pages.
pub(crate) struct Visitor<'d> {
    door: &'d Door,
    who: Option<&'d str>,
    pub(crate) browser: Browser<'d>,
}

impl<'d> Visitor<'d> {
    /// Logs in a user, who is cached by the product before anything is counted; without a name,
    /// nobody is logged in.
    pub(crate) async fn of(door: &'d Door, who: Option<&'d str>) -> Self {
        let mut browser = Browser::new(door);
        if let Some(who) = who {
            browser = Browser::of(door, who).await;
            browser.get("/kontakter").await;
            door.get(who, "/api/v1/units").await;
        }
        Self { door, who, browser }
    }

    /// The assignment that the assignments page offers; empty when nobody is logged in.
    async fn assignment(&mut self) -> String {
        let page = self.browser.get("/uppdrag").await.text();
        let offered = page.split_once("name=\"uppdrag\" value=\"");
        offered.map_or_else(String::new, |(_, rest)| {
            rest.split('"').next().unwrap().to_owned()
        })
    }

    pub(crate) async fn asks(&mut self, row: &Row, address: &str, sent: &Sent) -> Reply {
        if row.is_api() {
            let ask = self.door.ask(self.who, row.method, address);
            let ask = if let Sent::Json(body) = sent {
                ask.json(body)
            } else {
                ask
            };
            return ask.send().await;
        }
        let fields = match sent {
            Sent::Form(fields) => fields.clone(),
            Sent::OwnAssignment => vec![("uppdrag", self.assignment().await)],
            Sent::Nothing | Sent::Json(_) => Vec::new(),
        };
        let fields: Vec<(&str, &str)> = fields
            .iter()
            .map(|(name, text)| (*name, text.as_str()))
            .collect();
        if row.method == "POST" {
            self.browser.post(address, &fields).await
        } else {
            self.browser.get(address).await
        }
    }
}

const NEW_UNIT: &str = "SE2321000131-E900000009999";
const PLACE: [(&str, &str); 3] = [
    ("name", "Huvudentrén"),
    ("building", "Sjukhuset"),
    ("active", "ja"),
];
const UNIT: [(&str, &str); 5] = [
    ("name", "Vårdcentralen Ny"),
    ("kind", "placeholder_health_centre"),
    ("organisation", "Västra Götalandsregionen"),
    ("municipality", "1488"),
    ("active", "ja"),
];

fn wrong_disclosure() -> Value {
    json!({
        "command": "report_wrong_disclosure", "audience": "other",
        "at": "2026-03-05T08:00:00+01:00", "what": "Brevet låg framme i korridoren",
    })
}

fn emergency() -> [(&'static str, &'static str); 4] {
    [
        ("number", "51-234567"),
        ("birth_date", "1990-04-06"),
        ("reason", "care_now"),
        ("words", "Medvetslös på akuten"),
    ]
}

/// The patient's copy of a plan, taken out of the queue.
pub(crate) async fn printed_letter(door: &Door, case: &mut Told) -> String {
    for command in [
        consent("sip", "given"),
        meeting(),
        held(),
        commands::written(),
        commands::agreed(),
        commands::queue_letter("patient_copy"),
    ] {
        door.done("ward-nurse", case, &command).await;
    }
    let rows = format!("/api/v1/outbox?case={}", case.id);
    let rows = door.get("ward-nurse", &rows).await.expect(200).json();
    let letter = rows[0]["id"].as_str().unwrap().to_owned();
    let print = commands::print_letter(&letter);
    door.done("ward-nurse", case, &print).await;
    letter
}

fn new_member(login: &str, unit: Unit, role: &str) -> Vec<(&'static str, String)> {
    [
        ("name", "Nora Ny"),
        ("login", login),
        ("password", FIRST_PASSWORD),
        ("unit", unit.hsa()),
        ("role", role),
    ]
    .map(|(name, text)| (name, text.to_owned()))
    .to_vec()
}

/// The password that whoever makes an account chooses; its user changes it.
const FIRST_PASSWORD: &str = "ett-forsta-losenord";

/// Confirms every proposal that waits, as the second administrator. Returns the code for the last
/// new account.
pub(crate) async fn confirmed(door: &Door) -> Option<String> {
    let app = &door.stage.app;
    let second = app.demo_caller("administrator-2").await.unwrap();
    let mut code = None;
    for card in app.proposals(&second).await.unwrap() {
        let given = app.settle_proposal(&second, &card.id, app::Settling::Confirm);
        code = given.await.unwrap().or(code);
    }
    code
}

/// A new member of staff, whom two administrators have taken on: the ids of the member and of the
/// first assignment.
pub(crate) async fn hired(door: &Door, login: &str, unit: Unit, role: &str) -> (String, String) {
    const LIST: &str = "/administration/personal";
    let keeper = &mut Browser::of(door, "administrator").await;
    let fields = new_member(login, unit, role);
    let fields: Vec<(&str, &str)> = fields
        .iter()
        .map(|(name, text)| (*name, text.as_str()))
        .collect();
    keeper
        .post(&format!("{LIST}/ny"), &fields)
        .await
        .expect(303);
    let code = confirmed(door).await.unwrap_or_default();
    let app = &door.stage.app;
    let session = app.log_in(login, FIRST_PASSWORD, None).await.unwrap();
    app.change_password(&session, FIRST_PASSWORD, testkit::PASSWORD, &code, None)
        .await
        .unwrap();
    let list = keeper.get(LIST).await.expect(200).text();
    let row = list
        .split(&format!("href=\"{LIST}/"))
        .find(|row| row.contains(login));
    let id = row.unwrap().split('"').next().unwrap().to_owned();
    let page = keeper.get(&format!("{LIST}/{id}")).await.expect(200).text();
    let assignment = between(&page, "name=\"uppdrag\" value=\"", "\"").to_owned();
    (id, assignment)
}

fn last_part(address: &str) -> String {
    address.rsplit('/').next().unwrap().to_owned()
}
