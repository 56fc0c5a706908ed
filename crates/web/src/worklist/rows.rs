//! A row of the worklist in words, and its groups and counters. A protected row shows neither group
//! nor source.

use app::WorklistPart;
use disclosure::views::{RowState, WarningView, WorklistRow};
use jiff::Timestamp;
use vocabulary::{
    calendar::{
        PhoneHours, local_date, local_time, relative_date, short_weekday_date, time_digits,
    },
    choice::Choice,
    group::Group,
    text::isolated,
};

use super::{
    belongs,
    page::{Counter, WorkGroup, WorkRow},
};
use crate::{
    account::session::Signed,
    html::part::{Citation, Icon, Note, Tag, Tone},
    pages::{capital, reference},
};

/// The code of the warning that the guidance of a case has expired.
const EXPIRED: &str = "guidance-expired";
/// The most warnings on a row; the case's page shows all.
const NOTES: usize = 2;

/// A part of the list; its code is in the URL.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ListPart {
    All,
    /// Steps that are late.
    Overdue,
    /// Steps that are due today.
    Today,
    /// Steps that are due later.
    Later,
    /// Cases that wait for somebody else.
    Waiting,
    /// Cases with nothing left to do.
    Settled,
    /// Cases that the user has opened lately.
    Mine,
    /// Closed cases, which have a list of their own.
    Closed,
}

impl ListPart {
    pub(super) const ALL: [Self; 8] = [
        Self::All,
        Self::Mine,
        Self::Overdue,
        Self::Today,
        Self::Later,
        Self::Waiting,
        Self::Settled,
        Self::Closed,
    ];

    pub(super) fn of(code: &str) -> Self {
        Self::ALL
            .into_iter()
            .find(|part| part.code() == code)
            .unwrap_or(Self::All)
    }

    pub(super) fn code(self) -> &'static str {
        match self {
            Self::All => "",
            Self::Overdue => "forsenat",
            Self::Today => "idag",
            Self::Later => "senare",
            Self::Waiting => "vantar",
            Self::Settled => "klara",
            Self::Mine => "mina",
            Self::Closed => "avslutade",
        }
    }

    pub(super) fn label(self) -> &'static str {
        match self {
            Self::All => "Alla",
            Self::Overdue => "Försenat",
            Self::Today => "I dag",
            Self::Later => "Senare",
            Self::Waiting => "Väntar på annan part",
            Self::Settled => "Inget att göra nu",
            Self::Mine => "Som jag har öppnat",
            Self::Closed => "Avslutade",
        }
    }

    /// The part as the program reads it.
    pub(super) fn of_app(self) -> WorklistPart {
        match self {
            Self::All | Self::Closed => WorklistPart::All,
            Self::Overdue => WorklistPart::Overdue,
            Self::Today => WorklistPart::Today,
            Self::Later => WorklistPart::Later,
            Self::Waiting => WorklistPart::Waiting,
            Self::Settled => WorklistPart::Settled,
            Self::Mine => WorklistPart::Mine,
        }
    }

    fn tone(self) -> Tone {
        match self {
            Self::Overdue => Tone::Danger,
            Self::Today => Tone::Warning,
            Self::Waiting => Tone::Info,
            Self::All | Self::Mine | Self::Later | Self::Settled | Self::Closed => Tone::Success,
        }
    }

    pub(super) fn address(self, path: &str) -> String {
        if self == Self::All {
            path.to_owned()
        } else {
            format!("{path}?visa={}", self.code())
        }
    }
}

/// The number of rows in each part, over all pages, as filters; together they are all rows.
pub(super) fn counters(counts: &[(WorklistPart, u64)], current: ListPart) -> Vec<Counter> {
    [
        ListPart::Overdue,
        ListPart::Today,
        ListPart::Later,
        ListPart::Waiting,
        ListPart::Settled,
    ]
    .into_iter()
    .map(|part| {
        let mut counts = counts.iter();
        let found = counts.find(|(counted, _)| *counted == part.of_app());
        let number = found.map_or(0, |(_, number)| *number);
        let chosen = part == current;
        Counter {
            number,
            label: if part == ListPart::Today {
                "Ska göras i dag"
            } else {
                part.label()
            }
            .to_owned(),
            tone: part.tone(),
            href: if chosen {
                "/inkorg".to_owned()
            } else {
                part.address("/inkorg")
            },
            current: chosen,
        }
    })
    .collect()
}

/// What rows are shown with: the current time, the user's unit and Migrationsverket's phone hours.
pub(super) struct RowContext {
    now: Timestamp,
    unit: String,
    hours: Option<PhoneHours>,
    /// Whether the page says above the list that the guidance has expired.
    said_above: bool,
}

impl RowContext {
    /// The context for a user.
    pub(super) fn to(signed: &Signed, hours: Option<PhoneHours>) -> Self {
        let unit = signed.caller.unit().name.clone();
        Self {
            now: signed.app.now(),
            unit,
            hours,
            said_above: false,
        }
    }

    /// The context on a page whose lead is [`super::and_expired`] of these rows.
    pub(super) fn below(mut self, rows: &[WorklistRow]) -> Self {
        self.said_above = expired(rows).is_some();
        self
    }

    /// The rows under their headings.
    pub(super) fn groups(&self, rows: &[WorklistRow], part: ListPart) -> Vec<WorkGroup> {
        let certificates = WorkGroup {
            heading: "Läkarintyg att skriva".to_owned(),
            repeats: true,
            rows: self.certificates(rows, part),
            ..WorkGroup::default()
        };
        let parts = ListPart::ALL.into_iter();
        let parts = parts
            .filter(|group| !matches!(group, ListPart::All | ListPart::Mine))
            .filter(|group| matches!(part, ListPart::All | ListPart::Mine) || part == *group);
        std::iter::once(certificates)
            .chain(parts.map(|group| WorkGroup {
                heading: group.label().to_owned(),
                late: group == ListPart::Overdue,
                rows: self.rows(rows, group),
                ..WorkGroup::default()
            }))
            .filter(|group| !group.rows.is_empty())
            .collect()
    }

    /// The certificates that the user has to write, in cases that may also stand below with another step.
    fn certificates(&self, rows: &[WorklistRow], part: ListPart) -> Vec<WorkRow> {
        let waiting = rows.iter().filter(|_| part == ListPart::All);
        let waiting = waiting.filter_map(|row| Some((row, row.certificate_slug.as_ref()?)));
        waiting
            .map(|(row, slug)| {
                let certificate = self.row(row);
                WorkRow {
                    step: "Skriv läkarintyget".to_owned(),
                    step_href: format!("{}/steg/{slug}", certificate.href),
                    citation: None,
                    notes: Vec::new(),
                    owner: "Läkare".to_owned(),
                    // The day of the row is the next step's, and no day is set for a certificate.
                    due: "Skyndsamt".to_owned(),
                    due_detail: String::new(),
                    ..certificate
                }
            })
            .collect()
    }

    /// The rows without headings.
    pub(super) fn in_one(&self, rows: &[WorklistRow], part: ListPart) -> Vec<WorkGroup> {
        let rows = self.rows(rows, part);
        if rows.is_empty() {
            return Vec::new();
        }
        vec![WorkGroup {
            rows,
            ..WorkGroup::default()
        }]
    }

    fn rows(&self, rows: &[WorklistRow], part: ListPart) -> Vec<WorkRow> {
        rows.iter()
            .filter(|row| belongs(row, part))
            .map(|row| self.row(row))
            .collect()
    }

    fn row(&self, row: &WorklistRow) -> WorkRow {
        let href = format!("/arenden/{}", row.id);
        let (due, due_detail) = self.due(row);
        let step_href = row
            .next_slug
            .as_ref()
            .map_or_else(|| href.clone(), |slug| format!("{href}/steg/{slug}"));
        WorkRow {
            reference: reference(&row.id),
            person: person(row),
            tag: tag(row),
            step: row
                .next_title
                .clone()
                .unwrap_or_else(|| row.state.swedish().to_owned()),
            step_href,
            citation: row
                .citation
                .as_ref()
                .filter(|_| !row.protected)
                .map(|citation| Citation {
                    label: citation.clone(),
                    ..Citation::default()
                }),
            notes: self.notes(row),
            owner: self.owner(row),
            due,
            due_detail,
            href,
        }
    }

    /// Who the step waits for, the only role that acts, or the unit when several roles may.
    fn owner(&self, row: &WorklistRow) -> String {
        if let Some(waiting) = &row.waiting_for {
            return capital(waiting);
        }
        match (row.owner.contains(" eller "), row.coordinator == self.unit) {
            (true, true) => "Din enhet".to_owned(),
            (true, false) => row.coordinator.clone(),
            (false, _) => row.owner.clone(),
        }
    }

    /// When the step is due, and details of that.
    fn due(&self, row: &WorklistRow) -> (String, String) {
        let today = local_date(self.now);
        if let Some(closed) = row.closed_on {
            let day = capital(&relative_date(closed, today));
            return (day, String::new());
        }
        if let Some(due) = row.due {
            let date = local_date(due.0);
            let near = (date - today).get_days().abs() == 1;
            let when = capital(&relative_date(date, today));
            let clock = format!("före {}", time_digits(local_time(due.0)));
            let detail = if near {
                short_weekday_date(date)
            } else {
                clock
            };
            return (when, detail);
        }
        let Some(since) = row.waiting_since else {
            return Default::default();
        };
        let since = local_date(since.0);
        let days = (today - since).get_days();
        if row.next_step.is_none() {
            let since = relative_date(since, today);
            return (format!("Sedan {since}"), String::new());
        }
        if row.state != RowState::Waiting {
            return (
                "Skyndsamt".to_owned(),
                format!("sedan {}", relative_date(since, today)),
            );
        }
        let waited = match days {
            ..=0 => "Väntar sedan i dag".to_owned(),
            1 => "Väntat 1 dag".to_owned(),
            days => format!("Väntat {days} dagar"),
        };
        (waited, String::new())
    }

    fn notes(&self, row: &WorklistRow) -> Vec<Note> {
        let mut notes = Vec::new();
        if let (Some(_), Some(hours)) = (row.due, &self.hours)
            && hours.open_at(self.now)
            && matches!(row.state, RowState::Overdue | RowState::Today)
        {
            notes.push(Note {
                icon: Icon::Phone,
                tone: Tone::Danger,
                text: format!(
                    "Enhetstelefonen stänger {} i dag",
                    time_digits(hours.closes())
                ),
            });
        }
        notes.extend(
            row.warnings
                .iter()
                .filter(|found| pressing(found) && !(self.said_above && found.code == EXPIRED))
                .take(NOTES)
                .map(note),
        );
        notes
    }
}

fn pressing(warning: &WarningView) -> bool {
    warning.weight != "note"
}

/// The warning that the guidance has expired, if every case on the list follows it: then it is
/// shown once. If only some cases follow it, their rows show it.
pub(super) fn expired(rows: &[WorklistRow]) -> Option<&str> {
    let text = said_to_have_expired(rows.first()?)?;
    let all = rows
        .iter()
        .all(|row| said_to_have_expired(row) == Some(text));
    all.then_some(text)
}

fn said_to_have_expired(row: &WorklistRow) -> Option<&str> {
    let mut warnings = row.warnings.iter();
    let found = warnings.find(|warning| warning.code == EXPIRED)?;
    Some(&found.detail)
}

fn note(warning: &WarningView) -> Note {
    Note {
        icon: Icon::Warning,
        tone: if warning.weight == "stop" {
            Tone::Danger
        } else {
            Tone::Warning
        },
        text: warning.detail.clone(),
    }
}

/// "A. T., 62 år, sal 4".
pub(super) fn person(row: &WorklistRow) -> String {
    let age = row.age_in_words();
    let group = row.group.filter(|_| vocabulary::leak::seeded("print-list"));
    let initials = row.initials.as_deref().map(isolated);
    let parts = [
        initials.as_deref(),
        age.as_deref(),
        row.room.as_deref(),
        group.map(Choice::swedish),
    ];
    let mut person = String::with_capacity(48);
    for part in parts.into_iter().flatten() {
        if !person.is_empty() {
            person.push_str(", ");
        }
        person.push_str(part);
    }
    person
}

/// The badge of the group, or the badge that all protected cases have. None for those who may not
/// know the group: to the municipality every case is protected, so a badge would say nothing.
fn tag(row: &WorklistRow) -> Option<Tag> {
    let group = row.group?;
    if row.protected {
        return Some(Tag::protected());
    }
    match group {
        Group::AsylumSeeker => Some(Tag::asylum_seeker()),
        Group::MassRefugee => Some(Tag::mass_refugee()),
        Group::Resident => Some(Tag::plain("Folkbokförd")),
        Group::WithoutPermits | Group::Unestablished => Some(Tag::protected()),
    }
}
