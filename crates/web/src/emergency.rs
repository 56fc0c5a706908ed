//! "Nödöppning": regional care reads one case for half an hour, found by exact number and birth
//! date. A number that matches nothing gets the same answer as a page that does not exist. The
//! opening has its own URL; the case's own URLs answer the reader as they answer any stranger.

use app::{AppError, EmergencyAnswer};
use axum::{
    Router,
    extract::Path,
    response::{IntoResponse as _, Redirect, Response},
    routing::get,
};
use disclosure::views::{CaseView, EmergencyView};
use http::{StatusCode, request::Parts};
use jiff::Timestamp;
use serde_json::{Map, Value};
use vocabulary::{
    calendar::{local_time, relative_moment, time_digits},
    choice::Choice as _,
    emergency::{EmergencyReason, OpenInEmergency},
    reading::Door,
};

use crate::{
    Web,
    account::session::Signed,
    case::tabs::patient::{card, number, residence, yes},
    form_body::{FormBody, refilled},
    html::{
        block::{Block, FactsView, TextPart, TextView},
        field::{FieldChoice, FieldKind, FieldView},
        form::FormView,
        part::{Alert, FactRow, Tone},
        plain::PlainPage,
        table::{Cell, Column, TableView},
    },
    menu::MenuEntry,
    pages::{PageResult, capital, shown, shown_with},
    problem::Problem,
};

const HOME: &str = "/nodoppning";

pub(super) fn router() -> Router<Web> {
    Router::new()
        .route("/nodoppning", get(ask).post(open))
        .route("/nodoppning/{id}", get(read))
}

/// A user who may open a case in an emergency. Other users get the answer that there is no such
/// page.
struct EmergencyOpener(Signed);

impl axum::extract::FromRequestParts<Web> for EmergencyOpener {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, web: &Web) -> Result<Self, Response> {
        let signed = Signed::from_request_parts(parts, web).await?;
        if signed.may("open_in_emergency") {
            Ok(Self(signed))
        } else {
            Err(Problem::not_found().into_response())
        }
    }
}

async fn ask(EmergencyOpener(signed): EmergencyOpener) -> PageResult {
    shown(&page(&signed, form()))
}

async fn open(EmergencyOpener(signed): EmergencyOpener, posted: FormBody) -> PageResult {
    let fields: Map<String, Value> = posted
        .0
        .iter()
        .filter(|(name, _)| ["number", "birth_date", "reason", "words"].contains(&name.as_str()))
        .map(|(name, value)| (name.clone(), Value::from(value.as_str())))
        .collect();
    let asked = match OpenInEmergency::read(&fields, Door::Form, signed.app.now()) {
        Ok(asked) => asked,
        Err(mistakes) => {
            let form = refilled(form(), &posted, &mistakes);
            return shown_with(StatusCode::UNPROCESSABLE_ENTITY, &page(&signed, form));
        }
    };
    match signed.app.open_in_emergency(&signed.caller, &asked).await {
        Ok(EmergencyAnswer::Opened(id)) => {
            Ok(Redirect::to(&format!("{HOME}/{id}")).into_response())
        }
        Ok(EmergencyAnswer::OwnCase(id)) => {
            Ok(Redirect::to(&format!("/arenden/{id}")).into_response())
        }
        Err(AppError::Mistakes(mistakes)) => {
            let form = refilled(form(), &posted, &mistakes);
            shown_with(StatusCode::UNPROCESSABLE_ENTITY, &page(&signed, form))
        }
        Err(error) => Err(error.into()),
    }
}

async fn read(signed: Signed, Path(id): Path<String>) -> PageResult {
    let found = signed.app.read_in_emergency(&signed.caller, &id).await?;
    shown(&reading(&signed, found.view(), signed.app.now()))
}

fn form() -> FormView {
    let reasons = EmergencyReason::ALL
        .iter()
        .map(|reason| FieldChoice::new(reason.code(), reason.swedish()))
        .collect();
    FormView {
        action: HOME.to_owned(),
        fields: vec![
            FieldView::text("number", "Patientens nummer")
                .help(
                    "Hela numret: LMA-nummer, reservnummer, samordningsnummer eller personnummer.",
                )
                .required(),
            FieldView::new("birth_date", "Födelsedatum", FieldKind::Date)
                .help("Till exempel 1984-05-17. Är bara året känt: skriv bara det. Är det inte känt: skriv okänt.")
                .required(),
            FieldView::new("reason", "Skäl", FieldKind::Radio(reasons)).required(),
            FieldView::new(
                "words",
                "Varför behöver du läsa nu?",
                FieldKind::Textarea(3),
            )
            .help("Den som granskar loggen läser det du skriver. Skriv inte patientens namn.")
            .required(),
        ],
        submit: "Nödöppna ärendet".to_owned(),
        cancel: Some("/inkorg".to_owned()),
        on_save: vec![
            "Du kan läsa ett ärende i 30 minuter. Du kan inte ändra något.".to_owned(),
            "Nödöppningen loggas, den samordnande enheten ser den och den granskas alltid."
                .to_owned(),
            "Ingenting skickas.".to_owned(),
        ],
        ..FormView::default()
    }
}

fn page(signed: &Signed, form: FormView) -> PlainPage {
    PlainPage {
        frame: signed.frame("Nödöppning", MenuEntry::Elsewhere),
        heading: "Nödöppning".to_owned(),
        lead: "När en patient behöver vård nu och din enhet inte är part i ärendet.".to_owned(),
        alerts: vec![Alert {
            folded: false,
            tone: Tone::Warning,
            heading: "Bara i nödläge".to_owned(),
            text: "Om du hinner: ring i stället den enhet som samordnar ärendet. Numret och \
                   födelsedatumet ska stämma helt. Du får försöka fem gånger i timmen."
                .to_owned(),
            link: None,
        }],
        narrow: true,
        blocks: vec![Block::Form(Box::new(form))],
        ..PlainPage::default()
    }
}

fn reading(signed: &Signed, found: &EmergencyView, now: Timestamp) -> PlainPage {
    let view = &found.case;
    let frame = signed.unprinted_frame("Nödöppnat ärende", MenuEntry::Elsewhere);
    let until = time_digits(local_time(found.until.0));
    let mut alerts = vec![Alert {
        folded: false,
        tone: Tone::Warning,
        heading: "Nödöppnat".to_owned(),
        text: format!(
            "Du kan läsa ärendet till {until}. Du kan inte ändra något, och du är inte part. Varje \
             läsning loggas."
        ),
        link: None,
    }];
    if view.protected {
        alerts.push(Alert {
            folded: false,
            tone: Tone::Danger,
            heading: "Skyddat ärende".to_owned(),
            text: "Lämna inga uppgifter till Migrationsverket, socialtjänsten eller någon annan \
                   myndighet. Skriv inte ut sidan."
                .to_owned(),
            link: None,
        });
    }
    PlainPage {
        frame,
        heading: "Nödöppnat ärende".to_owned(),
        lead: format!("Samordnas av {}.", view.coordinator_name),
        alerts,
        blocks: vec![
            Block::Facts(patient(view)),
            numbers(view),
            Block::Facts(needs(view)),
            Block::Facts(home(view)),
            parties(view, now),
            consents(view, now),
            contacts(view, now),
            steps(found),
            events(found, now),
        ],
        aside: vec![Block::Text(TextView {
            heading: "Vad händer sedan".to_owned(),
            parts: vec![TextPart::List(vec![
                format!("Klockan {until} stängs sidan."),
                "Den samordnande enheten ser att du har läst, och varför.".to_owned(),
                "Den som granskar loggen följer alltid upp.".to_owned(),
            ])],
        })],
        ..PlainPage::default()
    }
}

fn table(caption: &str, columns: &[&str], rows: Vec<Vec<Cell>>, empty: &str) -> Block {
    Block::Table(TableView {
        caption: caption.to_owned(),
        columns: Column::all(columns),
        rows,
        empty: empty.to_owned(),
        ..TableView::default()
    })
}

fn patient(view: &CaseView) -> FactsView {
    let person = &view.person;
    let mut facts = vec![
        FactRow::text("Namn", &person.name),
        FactRow::text("Födelsedatum", &person.born_in_words()),
        FactRow::text("Grupp", view.group_name),
        FactRow::text(
            "Skyddad identitet",
            yes(person.protected_identity == Some(true)),
        ),
        FactRow::text("Tolk behövs", yes(person.interpreter_needed)),
    ];
    let language = person.language_name.iter();
    facts.extend(language.map(|language| FactRow::text("Språk", &capital(language))));
    facts.extend(
        person
            .kin
            .iter()
            .map(|kin| FactRow::text("Närstående", kin)),
    );
    card("Patienten", facts)
}

fn numbers(view: &CaseView) -> Block {
    let rows = view.person.identifiers.iter().map(number).collect();
    let empty = "Inget nummer är antecknat.";
    table("Nummer", &["Slag", "Nummer", "Läge"], rows, empty)
}

fn needs(view: &CaseView) -> FactsView {
    let needs = &view.needs;
    let mut facts = vec![
        FactRow::text("Vårdform", view.setting_name),
        FactRow::text("Omvårdnad", needs.nursing_need_name),
        FactRow::text("Hälso- och sjukvård i hemmet", yes(needs.health_care_need)),
        FactRow::text("Hjälpmedel", yes(needs.device_need)),
    ];
    let certificate = view.certificate.iter();
    facts.extend(certificate.map(|found| FactRow::text("Läkarintyg", &found.value)));
    card("Behov", facts)
}

fn home(view: &CaseView) -> FactsView {
    let mut facts = view.residence.as_ref().map(residence).unwrap_or_default();
    if facts.is_empty() {
        facts.push(FactRow::text("Bostad", "Inte antecknad"));
    }
    card("Bostad efter utskrivningen", facts)
}

fn parties(view: &CaseView, now: Timestamp) -> Block {
    let rows = view
        .parties
        .iter()
        .filter(|party| !party.placeholder)
        .map(|party| {
            let note = if party.coordinates {
                "Samordnar ärendet"
            } else {
                ""
            };
            vec![
                Cell::text(&party.name).with_small(note),
                Cell::text(party.kind_name),
                Cell::text(&capital(&relative_moment(party.since.0, now))),
            ]
        })
        .collect();
    table("Parter", &["Enhet", "Slag", "Sedan"], rows, "Ingen part.")
}

fn consents(view: &CaseView, now: Timestamp) -> Block {
    let rows = view
        .consents
        .iter()
        .map(|consent| {
            vec![
                Cell::text(consent.kind.swedish()),
                Cell::text(consent.answer_name),
                Cell::text(&capital(&relative_moment(consent.given_at.0, now)))
                    .with_small(&consent.by),
            ]
        })
        .collect();
    let empty = "Inget svar är registrerat.";
    table("Samtycken", &["Samtycke", "Svar", "När"], rows, empty)
}

fn contacts(view: &CaseView, now: Timestamp) -> Block {
    let rows = view
        .contacts
        .iter()
        .rev()
        .map(|contact| {
            vec![
                Cell::text(&capital(&relative_moment(contact.at.0, now))),
                Cell::text(contact.audience_name).with_small(contact.channel_name),
                Cell::text(&contact.summary),
            ]
        })
        .collect();
    let empty = "Ingen kontakt är antecknad.";
    table("Samtalslogg", &["När", "Med vem", "Vad sades"], rows, empty)
}

fn steps(found: &EmergencyView) -> Block {
    let rows = found
        .steps
        .iter()
        .map(|step| {
            vec![
                Cell::text(&step.title),
                Cell::text(step.status_name).with_small(&step.reason),
            ]
        })
        .collect();
    table("Steg", &["Steg", "Läge"], rows, "Inga steg.")
}

fn events(found: &EmergencyView, now: Timestamp) -> Block {
    let rows = found
        .events
        .iter()
        .rev()
        .map(|event| {
            vec![
                Cell::text(&capital(&relative_moment(event.at.0, now))),
                Cell::text(&event.by).with_small(&event.unit),
                Cell::text(&event.what).with_small(&event.detail),
            ]
        })
        .collect();
    let empty = "Inget har hänt.";
    table("Vad som har hänt", &["När", "Vem", "Vad"], rows, empty)
}
