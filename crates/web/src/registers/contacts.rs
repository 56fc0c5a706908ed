//! "Kontakter": functions to reach outside Vårdbron (VB1.1), and the units that may take part, each
//! with the day it was checked. An administrator changes and confirms them.

use app::{Administered, AppError, Contact, DirectoryUnit};
use axum::{Router, routing::get};
use jiff::Timestamp;
use vocabulary::{
    calendar::{local_date, long_date},
    mistake::Mistake,
    unit::UnitKind,
};

use super::kit::{self, Register};
use crate::{
    Web,
    account::session::Signed,
    form_body::{FormBody, VERSION},
    html::{
        block::{Block, ContactCard, ContactsView},
        field::{FieldKind, FieldView},
        form::FormView,
        part::{Alert, Tone},
        plain::PlainPage,
    },
    menu::MenuEntry,
    pages::{PageResult, shown},
    problem::Problem,
};

/// The kinds of units that are listed, in this order, with their headings.
const KINDS: [(UnitKind, &str); 5] = [
    (UnitKind::MunicipalPrimaryCare, "Kommunal primärvård"),
    (UnitKind::HospitalWard, "Avdelningar"),
    (UnitKind::SpecialistClinic, "Mottagningar"),
    (UnitKind::HealthCentre, "Vårdcentraler"),
    (UnitKind::RegionalRehab, "Regionens rehab"),
];

pub(super) fn router() -> Router<Web> {
    Router::new().route("/kontakter", get(contacts)).route(
        "/kontakter/{id}",
        get(kit::edit::<Contact>).post(kit::change::<Contact>),
    )
}

async fn contacts(signed: Signed) -> PageResult {
    let contacts = signed.app.contacts(&signed.caller).await?;
    let edits = signed.may("administer");
    let directory = signed.app.directory();
    let units = KINDS.iter().filter_map(|(kind, heading)| {
        let contacts: Vec<ContactCard> = directory.of_kind(*kind).map(unit).collect();
        (!contacts.is_empty()).then(|| {
            Block::Contacts(ContactsView {
                heading: (*heading).to_owned(),
                contacts,
            })
        })
    });
    let mut blocks = vec![Block::Contacts(ContactsView {
        heading: "Myndigheter och funktioner".to_owned(),
        contacts: contacts
            .iter()
            .map(|contact| ContactCard {
                about: if app::is_function(&contact.id) {
                    task(&signed, &contact.id)
                } else {
                    about(&signed, &contact.id)
                },
                warning: (contact.phone.is_none() && app::is_function(&contact.id))
                    .then(|| "Numret saknas. En administratör fyller i det.".to_owned()),
                ..card(contact, edits)
            })
            .collect(),
    })];
    blocks.extend(units);
    shown(&PlainPage {
        frame: signed.frame("Kontakter", MenuEntry::Contacts),
        heading: "Kontakter".to_owned(),
        lead:
            "Funktioner utanför Vårdbron och enheter som kan delta. Stämmer något inte? Säg till \
               din administratör."
                .to_owned(),
        alerts: vec![Alert {
            tone: Tone::Warning,
            text: "Kontakta Migrationsverket om en patient bara när ett steg i ärendet säger det, och \
                   socialtjänsten aldrig."
                .to_owned(),
            ..Alert::default()
        }],
        blocks,
        ..PlainPage::default()
    })
}

impl Register for Contact {
    const HOME: &'static str = "/kontakter";
    const MENU: MenuEntry = MenuEntry::Contacts;
    const NAME: &'static str = "Kontakter";
    const CHANGE: (&'static str, &'static str) = ("Ändra kontakt", "Ändra och bekräfta kontakt");
    const LEAD: &'static str = "När du sparar noteras att du har kontrollerat uppgifterna i dag. En \
        ändring av Migrationsverkets uppgifter gäller när en annan administratör har bekräftat den.";

    async fn found(signed: &Signed, id: &str) -> Result<Self, Problem> {
        let contacts = signed.app.contacts(&signed.caller).await?;
        let found = contacts.into_iter().find(|contact| contact.id == id);
        found.ok_or_else(Problem::not_found)
    }

    fn form(_: &Signed, entry: Option<&Self>) -> FormView {
        entry.map(form).unwrap_or_default()
    }

    async fn write(
        signed: &Signed,
        entry: Option<&Self>,
        posted: &FormBody,
    ) -> Result<Administered, AppError> {
        // The guidance says which functions there are; none is added here.
        let contact = entry.ok_or(AppError::NotFound)?.clone();
        let changed = read(contact, posted).map_err(AppError::Mistakes)?;
        signed.app.change_contact(&signed.caller, changed).await
    }
}

fn read(mut contact: Contact, posted: &FormBody) -> Result<Contact, Vec<Mistake>> {
    let Some(function) = posted.text("funktion") else {
        let detail = "Skriv vilken funktion det är.";
        return Err(vec![Mistake::new("funktion", "required", detail)]);
    };
    contact.function = function;
    contact.phone = posted.text("telefon");
    contact.hours = posted.text("tider");
    contact.mailbox = posted.text("epost");
    contact.post_address = posted.text("adress");
    contact.version = posted.version().cast_signed();
    Ok(contact)
}

fn form(contact: &Contact) -> FormView {
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    FormView {
        action: format!("/kontakter/{}", contact.id),
        fields: vec![
            FieldView::hidden(VERSION, &contact.version.to_string()),
            FieldView::text("funktion", "Funktion")
                .help("Skriv funktion, inte namn på en person.")
                .value(&contact.function)
                .required(),
            FieldView::text("telefon", "Telefon")
                .value(&text(&contact.phone))
                .half(),
            FieldView::text("tider", "Telefontid")
                .value(&text(&contact.hours))
                .half(),
            FieldView::text("epost", "Funktionsbrevlåda").value(&text(&contact.mailbox)),
            FieldView::new("adress", "Postadress", FieldKind::Textarea(3))
                .value(&text(&contact.post_address)),
        ],
        submit: "Spara och bekräfta kontakten".to_owned(),
        cancel: Some("/kontakter".to_owned()),
        ..FormView::default()
    }
}

/// The guidance's data on each contact.
fn known(signed: &Signed) -> impl Iterator<Item = &guidance::pack::Contact> {
    let library = signed.app.library();
    let main = library.current(local_date(signed.app.now()));
    main.into_iter()
        .flat_map(|main| library.guidance(main).packs().collect::<Vec<_>>())
        .flat_map(|pack| &pack.contacts)
}

fn about(signed: &Signed, id: &str) -> String {
    let found = known(signed).find(|contact| contact.id == id);
    let parts = found.map(|contact| [Some(&contact.purpose), contact.mailbox_note.as_ref()]);
    let parts: Vec<&str> = parts
        .into_iter()
        .flatten()
        .flatten()
        .map(String::as_str)
        .collect();
    parts.join(" ")
}

/// What a function is asked about; empty for what is no function.
fn task(signed: &Signed, id: &str) -> String {
    let (of, own) = id.split_once('.').unwrap_or((id, ""));
    let contact = known(signed).find(|contact| contact.id == of);
    let mut functions = contact.iter().flat_map(|contact| &contact.functions);
    let function = functions.find(|function| function.id == own);
    function
        .map(|function| function.task.clone())
        .unwrap_or_default()
}

fn card(contact: &Contact, edits: bool) -> ContactCard {
    let address = contact.post_address.as_deref().unwrap_or_default();
    let checked = contact
        .confirmed_at
        .as_deref()
        .and_then(|at| at.parse::<Timestamp>().ok());
    ContactCard {
        name: contact.function.clone(),
        phone: contact.phone.clone(),
        hours: contact.hours.as_deref().map(crate::pages::capital),
        email: contact.mailbox.clone(),
        address: address.lines().map(str::to_owned).collect(),
        checked: Some(checked.map_or_else(
            || "Ingen har bekräftat uppgifterna än.".to_owned(),
            |at| format!("Kontrollerad {}", long_date(local_date(at))),
        )),
        edit: edits.then(|| format!("/kontakter/{}", contact.id)),
        ..ContactCard::default()
    }
}

fn unit(unit: &DirectoryUnit) -> ContactCard {
    let details = &unit.details;
    let source = details.source.as_ref();
    let source = source.map_or_else(String::new, |source| format!(" Källa: {source}."));
    ContactCard {
        name: unit.card.name.clone(),
        about: details.function.clone().unwrap_or_default(),
        phone: details.phone.clone(),
        hours: details.hours.as_deref().map(crate::pages::capital),
        email: details.mailbox.clone(),
        checked: details
            .checked
            .map(|day| format!("Kontrollerad {}.{source}", long_date(day))),
        ..ContactCard::default()
    }
}
