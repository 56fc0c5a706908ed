//! Which rows of the log deserve a look: a reproducible random sample, and rules that each say in
//! Swedish what they found. Pure: the same rows give the same findings.

use std::collections::{BTreeMap, BTreeSet};

use jiff::{SignedDuration, Timestamp, civil::Date};
use sha2::{Digest as _, Sha256};
use vocabulary::{
    calendar::{is_working_day, local_date, local_date_time, long_date},
    review::ReviewKind,
    unit::UnitKind,
};

use crate::{access_log::Action, log_in::NOBODY};

/// How many different cases within [`SHORT_TIME`] are too many.
pub(super) const MANY_CASES: usize = 20;
/// How many different cases on one day in the list of closed cases are too many: three pages at
/// least, where the first answers an ordinary question.
pub(super) const MANY_LISTED: usize = 150;
/// The period for [`MANY_CASES`].
const SHORT_TIME: SignedDuration = SignedDuration::from_hours(1);
/// How many denials on one day are too many.
pub(super) const MANY_DENIALS: usize = 5;
/// How many wrong passwords of one user on one day are too many.
pub(super) const MANY_WRONG_PASSWORDS: usize = 5;
/// The same for names that belong to nobody: those of a whole organisation are counted together.
const MANY_WRONG_NAMES: usize = 20;
/// How long after a case is closed there are still ordinary reasons to view it.
const AFTER_CLOSE: SignedDuration = SignedDuration::from_hours(24 * 7);
/// The working hours of a unit that works by day, with a margin on both sides.
const WORKING_HOURS: std::ops::Range<i8> = 6..19;

/// The position of a row in the log: chain and place.
pub(super) type At = (i64, i64);

/// A row of the log, as the rules see it.
#[derive(Debug, Clone)]
pub(super) struct Noted {
    pub(super) place: At,
    pub(super) at: Timestamp,
    /// Staff id.
    pub(super) staff: String,
    /// HSA-id of the unit.
    pub(super) unit: String,
    /// The kind of the unit, if it is in the directory.
    pub(super) kind: Option<UnitKind>,
    pub(super) action: String,
    /// Whether the case stood in the list of closed cases.
    pub(super) listed: bool,
    /// The case's row key.
    pub(super) case: Option<String>,
}

#[derive(Debug, Clone, Default)]
pub(super) struct CaseFacts {
    pub(super) protected_identity: bool,
    /// When it was closed, and opened again.
    pub(super) closed: Vec<ClosedSpell>,
}

/// A time during which a case was closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct ClosedSpell {
    pub(super) from: Timestamp,
    /// When it was opened again.
    pub(super) until: Option<Timestamp>,
}

impl ClosedSpell {
    /// Whether the case had been closed for so long that there is no ordinary reason to view it.
    fn is_long_past_at(&self, at: Timestamp) -> bool {
        let late = self.from.checked_add(AFTER_CLOSE);
        late.is_ok_and(|late| at > late) && self.until.is_none_or(|until| at < until)
    }
}

/// Something for a reviewer to look at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Found {
    pub(super) kind: ReviewKind,
    /// What led to it; the same source gives only one item.
    pub(super) source: String,
    pub(super) staff: String,
    pub(super) unit: String,
    pub(super) case: Option<String>,
    pub(super) at: Timestamp,
    pub(super) reason: String,
    pub(super) rows: Vec<At>,
}

impl Noted {
    /// Whether the row means that somebody was shown part of a case that they asked for, and not a line
    /// of it in the list of closed cases.
    fn looks(&self) -> bool {
        self.shows() && !self.listed
    }

    /// Whether the row means that somebody was shown part of a case.
    fn shows(&self) -> bool {
        self.case.is_some() && ["view", "search", "print"].contains(&self.action.as_str())
    }

    fn day(&self) -> Date {
        local_date(self.at)
    }

    fn found(&self, kind: ReviewKind, source: String, reason: String, rows: Vec<At>) -> Found {
        Found {
            kind,
            source,
            staff: self.staff.clone(),
            unit: self.unit.clone(),
            case: self.case.clone(),
            at: self.at,
            reason,
            rows,
        }
    }
}

/// A sample of rows: those with the lowest hash of the seed and the row. The same seed and log give
/// the same rows, in any order of reading. A list of closed cases gives a row per case, so at most one
/// such row per person and day is drawn.
pub(super) fn sample(rows: &[Noted], seed: &str, number: usize) -> Vec<Found> {
    let mut drawn: Vec<([u8; 32], &Noted)> = rows
        .iter()
        .filter(|row| row.case.is_some() || row.action == "administer")
        .map(|row| {
            let mut hasher = Sha256::new();
            hasher.update(seed.as_bytes());
            hasher.update(row.place.0.to_be_bytes());
            hasher.update(row.place.1.to_be_bytes());
            (hasher.finalize().into(), row)
        })
        .collect();
    drawn.sort_by_key(|(hash, _)| *hash);
    let mut lists_drawn = BTreeSet::new();
    drawn
        .into_iter()
        .filter(|(_, row)| !row.listed || lists_drawn.insert((&row.staff, row.day())))
        .take(number)
        .map(|(_, row)| {
            let (chain, place) = row.place;
            row.found(
                ReviewKind::Sample,
                format!("sample/{chain}/{place}"),
                "Raden är slumpvis utvald.".to_owned(),
                vec![row.place],
            )
        })
        .collect()
}

/// What the rules find.
pub(super) fn findings(rows: &[Noted], cases: &BTreeMap<String, CaseFacts>) -> Vec<Found> {
    let mut rows: Vec<&Noted> = rows.iter().collect();
    rows.sort_by_key(|row| (row.at, row.place));
    let mut found = many_cases(&rows);
    found.extend(by_day(
        &rows,
        ReviewKind::OutsideHours,
        outside_hours,
        |day, rows| {
            (!rows.is_empty()).then(|| {
                format!(
                    "Läste ärenden utanför arbetstid på en dagenhet den {}: {} gånger.",
                    long_date(day),
                    rows.len()
                )
            })
        },
    ));
    found.extend(by_day(
        &rows,
        ReviewKind::Denials,
        |row| row.action == "deny",
        |day, rows| {
            (rows.len() >= MANY_DENIALS)
                .then(|| format!("Nekades {} gånger den {}.", rows.len(), long_date(day)))
        },
    ));
    found.extend(by_day(
        &rows,
        ReviewKind::ManyCases,
        |row| row.shows() && row.listed,
        |day, rows| {
            let cases: BTreeSet<_> = rows.iter().filter_map(|row| row.case.as_ref()).collect();
            (cases.len() >= MANY_LISTED).then(|| {
                format!(
                    "Gick igenom {} ärenden i listan över avslutade den {}.",
                    cases.len(),
                    long_date(day)
                )
            })
        },
    ));
    found.extend(by_day(&rows, ReviewKind::LogIns, is_log_in, log_ins));
    found.extend(of_cases(&rows, cases));
    found
}

/// Whether a row is about logging in or out.
fn is_log_in(row: &Noted) -> bool {
    [
        Action::LogIn,
        Action::LogInFailed,
        Action::LogInWaits,
        Action::LogOut,
    ]
    .iter()
    .any(|action| row.action == action.code())
}

/// Many wrong passwords, or tries that had to wait. All log-ins of that day belong to it: whether
/// somebody got in in the end is what a reviewer wants to know.
fn log_ins(day: Date, rows: &[&Noted]) -> Option<String> {
    let number = |action: Action| {
        rows.iter()
            .filter(|row| row.action == action.code())
            .count()
    };
    let (failed, waited) = (number(Action::LogInFailed), number(Action::LogInWaits));
    let nobody = rows.first()?.staff == NOBODY;
    let many = if nobody {
        MANY_WRONG_NAMES
    } else {
        MANY_WRONG_PASSWORDS
    };
    let whose = if nobody {
        "med användarnamn som inte finns"
    } else {
        "med användarens namn"
    };
    (failed >= many || waited > 0).then(|| {
        format!(
            "Misslyckade inloggningar {whose} den {}: {failed}. Antal gånger som nästa försök fick \
             vänta: {waited}.",
            long_date(day)
        )
    })
}

/// Many different cases in a short time; one finding per member of staff and day.
fn many_cases(rows: &[&Noted]) -> Vec<Found> {
    let mut by_staff: BTreeMap<&str, Vec<&Noted>> = BTreeMap::new();
    for row in rows.iter().filter(|row| row.looks()) {
        by_staff.entry(&row.staff).or_default().push(row);
    }
    let mut found: BTreeMap<String, Found> = BTreeMap::new();
    for (staff, rows) in by_staff {
        let mut start = 0;
        for (end, row) in rows.iter().enumerate() {
            while rows
                .get(start)
                .is_some_and(|first| row.at.duration_since(first.at) > SHORT_TIME)
            {
                start += 1;
            }
            let span = rows.get(start..=end).unwrap_or_default();
            let cases: BTreeSet<_> = span.iter().filter_map(|row| row.case.as_ref()).collect();
            if cases.len() < MANY_CASES {
                continue;
            }
            let source = format!("many/{staff}/{}", row.day());
            let reason = format!("Läste {} olika ärenden inom en timme.", cases.len());
            let places = span.iter().map(|row| row.place).collect();
            let mut next = row.found(ReviewKind::ManyCases, source.clone(), reason, places);
            next.case = None;
            let known = found.get(&source).map_or(0, |known| known.rows.len());
            if next.rows.len() > known {
                found.insert(source, next);
            }
        }
    }
    found.into_values().collect()
}

/// Rows that match a condition, grouped by member of staff, unit and day.
fn by_day(
    rows: &[&Noted],
    kind: ReviewKind,
    counts: impl Fn(&Noted) -> bool,
    reason: impl Fn(Date, &[&Noted]) -> Option<String>,
) -> Vec<Found> {
    use vocabulary::choice::Choice as _;
    let mut days: BTreeMap<(&str, &str, Date), Vec<&Noted>> = BTreeMap::new();
    for row in rows.iter().filter(|row| counts(row)) {
        let key = (row.staff.as_str(), row.unit.as_str(), row.day());
        days.entry(key).or_default().push(row);
    }
    days.into_iter()
        .filter_map(|((staff, unit, day), rows)| {
            let reason = reason(day, &rows)?;
            let source = format!("{}/{staff}/{unit}/{day}", kind.code());
            let places = rows.iter().map(|row| row.place).collect();
            let mut found = rows.first()?.found(kind, source, reason, places);
            found.case = None;
            Some(found)
        })
        .collect()
}

/// Whether somebody viewed a case while their unit was closed. Wards never close.
fn outside_hours(row: &Noted) -> bool {
    let by_day = row.kind.is_some_and(|kind| match kind {
        UnitKind::SpecialistClinic
        | UnitKind::HealthCentre
        | UnitKind::RegionalRehab
        | UnitKind::HeadOffice => true,
        UnitKind::HospitalWard
        | UnitKind::MunicipalPrimaryCare
        | UnitKind::MunicipalRehab
        | UnitKind::SocialServices
        | UnitKind::PlaceholderHealthCentre
        | UnitKind::PlaceholderMunicipality => false,
    });
    let local = local_date_time(row.at);
    let working = is_working_day(local.date()) && WORKING_HOURS.contains(&local.hour());
    by_day && row.shows() && !working
}

/// Findings that depend on the case that was viewed.
fn of_cases(rows: &[&Noted], cases: &BTreeMap<String, CaseFacts>) -> Vec<Found> {
    let mut found: BTreeMap<String, Found> = BTreeMap::new();
    let mut add = |row: &Noted, kind, source: String, reason: &str| {
        found
            .entry(source.clone())
            .and_modify(|known: &mut Found| known.rows.push(row.place))
            .or_insert_with(|| row.found(kind, source, reason.to_owned(), vec![row.place]));
    };
    for row in rows.iter().filter(|row| row.looks()) {
        let Some(key) = &row.case else { continue };
        let Some(facts) = cases.get(key) else {
            continue;
        };
        // A municipality does not learn who has a protected identity, from its own log review either.
        let municipal = row.kind == Some(UnitKind::MunicipalPrimaryCare);
        if facts.protected_identity && !municipal {
            add(
                row,
                ReviewKind::ProtectedIdentity,
                format!("protected/{}/{key}", row.staff),
                "Läste ett ärende där patienten har skyddad identitet.",
            );
        }
        let mut spells = facts.closed.iter();
        if spells.any(|spell| spell.is_long_past_at(row.at)) {
            add(
                row,
                ReviewKind::AfterClose,
                format!("closed/{}/{key}/{}", row.staff, row.day()),
                "Läste ett ärende mer än sju dagar efter att det avslutades.",
            );
        }
    }
    found.into_values().collect()
}

#[cfg(test)]
mod tests;
