//! The head of every page of a case: the patient, the badge, the notices and the tabs.

use disclosure::views::{CaseView, EmergencyRow, WarningView};
use guidance::CaseTab;
use vocabulary::{
    calendar::{date_and_clock, local_date, long_date, relative_date},
    group::Group,
    text::isolated,
};

use super::{opened_case::OpenedCase, side_actions, tabs};
use crate::{
    guidance::confirmation,
    html::{
        case_header::CaseHeader,
        part::{Alert, FactRow, PageLink, Tag, Tone},
    },
    pages::{capital, reference},
};

/// Warnings that are shown in their own notice.
const SAID_ABOVE: [&str; 4] = [
    "guidance-expired",
    "guidance-newer-version",
    "another-region-responsible",
    "case-consent-refused",
];

/// The head of a case's page.
pub(super) fn of(
    opened: &OpenedCase,
    view: &CaseView,
    tab: CaseTab,
    audiences_href: &str,
) -> CaseHeader {
    CaseHeader {
        patient: format!(
            "{}, {}",
            isolated(&view.person.initials),
            view.person.age_in_words()
        ),
        tags: tags(view),
        protected: view.protected,
        steps_tell_agency: view.migration_agency_may_know,
        facts: facts(opened, view),
        audiences_href: audiences_href.to_owned(),
        tabs: tabs::tabs(tab, &opened.base()),
        alerts: alerts(opened, view),
    }
}

/// The badge of the group, or the badge that all protected cases have.
fn tags(view: &CaseView) -> Vec<Tag> {
    let mut tags = match (view.protected, view.group) {
        (true, _) | (false, Group::WithoutPermits | Group::Unestablished) => {
            vec![Tag::protected()]
        }
        (false, Group::AsylumSeeker) => vec![Tag::asylum_seeker()],
        (false, Group::MassRefugee) => vec![Tag::mass_refugee()],
        (false, Group::Resident) => vec![Tag::plain("Folkbokförd")],
    };
    if view.person.child {
        tags.push(Tag::plain("Barn"));
    }
    if view.closed.is_some() {
        tags.push(Tag::plain("Avslutat"));
    }
    tags
}

fn facts(opened: &OpenedCase, view: &CaseView) -> Vec<FactRow> {
    let mut facts = vec![FactRow::number("Ärende", &reference(&view.id))];
    if let Some(number) = view.person.identifiers.iter().find(|number| number.in_use) {
        facts.push(FactRow::concealed(number.kind_name, &number.value));
    }
    let room = view.person.room.as_deref();
    let place = room.map_or_else(
        || view.coordinator_name.clone(),
        |room| format!("{}, {room}", view.coordinator_name),
    );
    facts.push(FactRow::text("Plats", &place));
    if let Some(ready) = &view.ready_for_discharge {
        let day = relative_date(local_date(ready.value.0), local_date(opened.now));
        facts.push(FactRow::text("Utskrivningsklar", &capital(&day)));
    }
    if let Some(language) = &view.person.language_name {
        let interpreter = if view.person.interpreter_needed {
            ", tolk behövs"
        } else {
            ""
        };
        facts.push(FactRow::text(
            "Språk",
            &format!("{}{interpreter}", capital(language)),
        ));
    }
    facts
}

/// A fixed text of the guidance that the case follows.
pub(super) fn banner(opened: &OpenedCase, view: &CaseView, name: &str) -> String {
    let library = opened.signed.app.library();
    let followed = library.pack(&format!("{}@{}", view.guidance.id, view.guidance.version));
    let main = followed.or_else(|| library.current(local_date(opened.now)));
    main.map(|main| library.guidance(main).banner(name).to_owned())
        .unwrap_or_default()
}

fn notice(tone: Tone, heading: &str, text: String, link: Option<PageLink>) -> Alert {
    Alert {
        folded: false,
        tone,
        heading: heading.to_owned(),
        text,
        link,
    }
}

/// What a closed case says: why it is closed, and what can be done when that was wrong or the patient is
/// back (X4).
fn closed(opened: &OpenedCase, view: &CaseView) -> Vec<Alert> {
    let Some(closed) = &view.closed else {
        return Vec::new();
    };
    let base = opened.base();
    let day = relative_date(local_date(closed.at.0), local_date(opened.now));
    let text = format!("{}, {day}: {}", closed.by, closed.value);
    let reopen = PageLink::new(
        "Öppna ärendet igen",
        &side_actions::at(&base, side_actions::REOPEN_CASE),
    );
    let reopen = view.coordinates.then_some(reopen);
    let mut alerts = vec![notice(Tone::Info, "Ärendet är avslutat", text, reopen)];
    if opened.signed.may("open_case") {
        let link = PageLink::new(
            "Starta ett nytt ärende som fortsätter",
            &format!("{base}/fortsatt"),
        );
        let text = "Är patienten tillbaka i vården? Då fortsätter ett nytt ärende från det här.";
        alerts.push(notice(Tone::Info, "", text.to_owned(), Some(link)));
    }
    alerts
}

fn alerts(opened: &OpenedCase, view: &CaseView) -> Vec<Alert> {
    let base = opened.base();
    let mut alerts: Vec<Alert> = opened
        .to_follow_up
        .iter()
        .map(|row| emergency(&base, row))
        .collect();
    alerts.extend(closed(opened, view));
    alerts.extend(opened.other_coordinators.iter().map(|other| {
        let heading = "En annan enhet samordnar också patienten";
        notice(Tone::Info, heading, other.said.clone(), None)
    }));
    if view.group == Group::Unestablished {
        let link = PageLink::new(
            "Fastställ grupp",
            &side_actions::at(&base, side_actions::ESTABLISH_GROUP),
        );
        let text = banner(opened, view, "unestablished");
        alerts.push(notice(Tone::Info, "", text, Some(link)));
    }
    if let Some(by) = &view.awaits_confirmation_of {
        let link = PageLink::new(
            "Bekräfta gruppen",
            &side_actions::at(&base, side_actions::CONFIRM_GROUP),
        );
        let text = format!(
            "{by} har fastställt gruppen. Ärendet har varit skyddat, så Migrationsverket får inte veta \
             något förrän en kollega har bekräftat."
        );
        let heading = "En kollega behöver bekräfta gruppen";
        alerts.push(notice(Tone::Warning, heading, text, Some(link)));
    }
    if view.group == Group::Resident && view.closed.is_none() {
        let link = PageLink::new(
            "Avsluta ärendet",
            &side_actions::at(&base, side_actions::CLOSE_CASE),
        );
        alerts.push(notice(
            Tone::Warning,
            "Den ordinarie rutinen gäller",
            banner(opened, view, "resident"),
            Some(link),
        ));
    }
    if view.another_region_is_responsible {
        let link = PageLink::new(
            "Ändra bostaden",
            &side_actions::at(&base, side_actions::CHANGE_RESIDENCE),
        );
        alerts.push(notice(
            Tone::Danger,
            "En annan region ansvarar",
            banner(opened, view, "another_region"),
            Some(link),
        ));
    }
    if view.stopped_by_refusal {
        let link = PageLink::new("Till rutinen", &format!("{base}/steg/nej-till-arendet"));
        alerts.push(notice(
            Tone::Warning,
            "Patienten har sagt nej till ärendet",
            banner(opened, view, "consent_refused"),
            Some(link),
        ));
    }
    let name = format!("{}@{}", view.guidance.id, view.guidance.version);
    let library = opened.signed.app.library();
    let current = library.current(local_date(opened.now));
    // Of the guidance that is in force the foot of every page says that it has expired.
    let said_below = current.is_some_and(|pack| pack.name() == name);
    if view.guidance.expired
        && !said_below
        && let Some(valid_to) = view.guidance.valid_to
    {
        let confirmed = confirmation::sentence(&opened.signed.app, &name);
        let alert = Alert {
            folded: true,
            ..Alert::guidance_expired(&long_date(valid_to), confirmed.as_deref())
        };
        alerts.push(alert);
    }
    alerts.extend(newer(view));
    let others = view.warnings.iter();
    alerts.extend(
        others
            .filter(|warning| !SAID_ABOVE.contains(&warning.code.as_str()))
            .map(|warning| warned(&base, warning)),
    );
    alerts
}

/// The notice that somebody opened the case in an emergency and nobody has followed it up yet.
fn emergency(base: &str, row: &EmergencyRow) -> Alert {
    Alert {
        folded: false,
        tone: Tone::Warning,
        heading: "Ärendet har nödöppnats".to_owned(),
        text: format!(
            "{}, {}, {}. Skäl: {}. Loggranskaren följer upp. Verkar det fel? Kontakta din chef.",
            row.by,
            row.unit,
            date_and_clock(row.at.0),
            row.reason.to_lowercase()
        ),
        link: Some(PageLink::new(
            "Visa händelserna",
            &format!("{base}/handelser"),
        )),
    }
}

fn newer(view: &CaseView) -> Option<Alert> {
    let newer = view.newer_guidance.as_ref()?;
    let part = |label: &str, titles: &[String]| {
        (!titles.is_empty()).then(|| format!("{label}: {}.", titles.join(", ")))
    };
    let changes: Vec<String> = [
        part("Nya steg", &newer.added),
        part("Ändrade", &newer.changed),
        part("Borttagna", &newer.removed),
    ]
    .into_iter()
    .flatten()
    .collect();
    Some(Alert {
        folded: false,
        tone: Tone::Info,
        heading: "Det finns en nyare version av vägledningen".to_owned(),
        text: format!(
            "Version {} gäller från {}. Det här ärendet följer den version som det startades med. {}",
            newer.version,
            long_date(newer.valid_from),
            changes.join(" ")
        ),
        link: Some(PageLink::new("Visa versionerna", "/vagledning/versioner")),
    })
}

fn warned(base: &str, warning: &WarningView) -> Alert {
    let link = match warning.code.as_str() {
        "group-check-old" => Some(PageLink::new(
            "Kontrollera gruppen",
            &side_actions::at(base, side_actions::VERIFY_GROUP),
        )),
        "ready-before-sip" => Some(PageLink::new(
            "Lämna över samordningen",
            &side_actions::at(base, side_actions::HAND_OVER),
        )),
        _ => None,
    };
    Alert {
        tone: match warning.weight.as_str() {
            "stop" => Tone::Danger,
            "caution" => Tone::Warning,
            _ => Tone::Info,
        },
        text: warning.detail.clone(),
        link,
        ..Alert::default()
    }
}
