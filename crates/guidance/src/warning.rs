//! What staff must be warned about. A warning decides nothing by itself.

use domain::Case;
use jiff::{Timestamp, ToSpan, civil::Date};
use vocabulary::{
    birth_date::BirthDate,
    calendar::{local_date, long_date},
    group::Group,
    identifier::IdentifierKind,
    setting::Setting,
};

use crate::{
    change::newer_version_changes,
    library::{Guidance, Library},
    pack::Limits,
};

/// How heavily a warning weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Weight {
    /// Information only.
    Note,
    /// Staff should look into it.
    Caution,
    /// The case cannot continue.
    Stop,
}

/// A warning on a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Warning {
    /// Stable kebab-case code.
    pub code: &'static str,
    /// Requirement id, such as `V3.6`.
    pub rule: &'static str,
    pub weight: Weight,
    /// In Swedish.
    pub text: String,
    /// The day it is about, if any.
    pub day: Option<Date>,
}

/// Every warning that holds for a case at an instant, the most serious first.
#[must_use]
pub fn warnings(case: &Case, library: &Library, now: Timestamp) -> Vec<Warning> {
    let today = local_date(now);
    let Some(guidance) = library.for_case(case) else {
        return Vec::new();
    };
    let limits = guidance.main.limits.as_ref();
    let mut all: Vec<Warning> = [
        another_region(case, &guidance),
        expired(&guidance, today),
        replaced_version(case, &guidance),
        newer_version(case, library, today),
        limits.and_then(|limits| resident_soon(case, limits, today)),
        limits.and_then(|limits| permit_unknown(case, limits, today)),
        moves_to_another_region(case, &guidance),
        limits.and_then(|limits| of_age(case, limits, today)),
        limits.and_then(|limits| old_check(case, limits, today)),
        missing_card(case),
        ready_before_sip(case, now),
    ]
    .into_iter()
    .flatten()
    .collect();
    all.retain(|warning| !vocabulary::leak::without(warning.rule));
    all.sort_by_key(|warning| std::cmp::Reverse(warning.weight));
    all
}

/// The days on which a warning of the case changes, for [`crate::recheck_at`].
pub(crate) fn turning_days(case: &Case, library: &Library, today: Date) -> Vec<Date> {
    let Some(guidance) = library.for_case(case) else {
        return Vec::new();
    };
    let mut days = Vec::new();
    if let Some(limits) = guidance.main.limits.as_ref() {
        let early = i64::from(limits.warn_days).days();
        let year = resident_from(case, limits);
        days.extend(year.map(|day| day.saturating_sub(early)));
        days.extend(year);
        days.extend(ask_for_permit_from(case, limits));
        let turning = case.person.birth_date.turning_days();
        days.extend(turning.iter().map(|day| day.saturating_sub(early)));
        days.extend(turning);
        days.extend(check_old_from(case, limits));
    }
    days.extend(
        guidance
            .main
            .document
            .valid_to
            .map(|last| last.saturating_add(1.day())),
    );
    let later = library.packs().filter(|pack| !pack.pathways.is_empty());
    days.extend(later.map(|pack| pack.document.valid_from));
    days.retain(|day| *day > today);
    days
}

fn warning(code: &'static str, rule: &'static str, weight: Weight, text: String) -> Warning {
    Warning {
        code,
        rule,
        weight,
        text,
        day: None,
    }
}

fn another_region(case: &Case, guidance: &Guidance<'_>) -> Option<Warning> {
    case.another_region_is_responsible().then(|| {
        let text = guidance.banner("another_region").to_owned();
        warning("another-region-responsible", "V3.1", Weight::Stop, text)
    })
}

/// Whoever lies on a ward here and will live in another region is handed over at discharge (V3.1).
fn moves_to_another_region(case: &Case, guidance: &Guidance<'_>) -> Option<Warning> {
    case.moves_to_another_region().then(|| {
        let text = guidance.banner("moves_to_another_region").to_owned();
        warning("moves-to-another-region", "V3.1", Weight::Caution, text)
    })
}

/// Warns that the guidance has expired, wherever it is used (VV.1).
fn expired(guidance: &Guidance<'_>, today: Date) -> Option<Warning> {
    let last = guidance.main.document.valid_to?;
    guidance.main.expired_on(today).then(|| Warning {
        code: "guidance-expired",
        rule: "VV.1",
        weight: Weight::Caution,
        text: format!(
            "{} gällde till och med {}. {}",
            guidance.main.document.short_title,
            long_date(last),
            guidance.banner("expired")
        ),
        day: Some(last),
    })
}

/// Warns that the version the case was opened under is no longer loaded.
fn replaced_version(case: &Case, guidance: &Guidance<'_>) -> Option<Warning> {
    (case.guidance != guidance.main.name()).then(|| {
        warning(
            "guidance-version-missing",
            "VV.1",
            Weight::Caution,
            format!(
                "Ärendet startades med en version av vägledningen som inte längre finns i \
                 Vårdbron. Stegen följer version {}.",
                guidance.main.document.version
            ),
        )
    })
}

fn newer_version(case: &Case, library: &Library, today: Date) -> Option<Warning> {
    let change = newer_version_changes(case, library, today)?;
    Some(warning(
        "guidance-newer-version",
        "VV.1",
        Weight::Note,
        format!(
            "Ärendet följer den version det startades med. I version {} är {} steg ändrade, \
             tillagda eller borttagna.",
            change.to_version,
            change.added.len() + change.removed.len() + change.changed.len()
        ),
    ))
}

/// The first day of a mass refugee's permit, as the UT card says it.
fn permit_from(case: &Case) -> Option<Date> {
    let known = case.evidence.as_ref()?.permit_from;
    known.filter(|_| case.group == Group::MassRefugee)
}

/// The day from which a mass refugee may have become resident: a year after the permit's first day
/// (V3.6). Without that day nothing is reckoned, and staff are asked for it.
fn resident_from(case: &Case, limits: &Limits) -> Option<Date> {
    let years = i64::from(limits.mass_refugee_years).years();
    Some(permit_from(case)?.saturating_add(years))
}

/// The day from which a mass refugee's decision has normally come, while the permit's first day is
/// not known (V3.6).
fn ask_for_permit_from(case: &Case, limits: &Limits) -> Option<Date> {
    if case.group != Group::MassRefugee || permit_from(case).is_some() {
        return None;
    }
    let days = i64::from(limits.permit_reminder_days).days();
    Some(local_date(case.group_since).saturating_add(days))
}

fn permit_unknown(case: &Case, limits: &Limits, today: Date) -> Option<Warning> {
    let from = ask_for_permit_from(case, limits).filter(|from| today >= *from)?;
    Some(Warning {
        code: "permit-day-unknown",
        rule: "V3.6",
        weight: Weight::Note,
        text: "I normalfallet tas beslut inom några veckor, och då får en massflykting UT-kort. Fråga \
               efter kortet, och anteckna från vilken dag uppehållstillståndet gäller."
            .to_owned(),
        day: Some(from),
    })
}

fn resident_soon(case: &Case, limits: &Limits, today: Date) -> Option<Warning> {
    let from = resident_from(case, limits)?;
    if today >= from {
        return Some(Warning {
            code: "mass-refugee-year-passed",
            rule: "V3.6",
            weight: Weight::Caution,
            text: "Uppehållstillståndet har gällt ett år. Patienten kan folkbokföra sig, och omfattas \
                   då inte av LMA. Fråga patienten och kontrollera om det finns ett personnummer. \
                   Vårdbron ändrar inget av sig själv."
                .to_owned(),
            day: Some(from),
        });
    }
    let nears = from.saturating_sub(i64::from(limits.warn_days).days());
    (today >= nears).then(|| Warning {
        code: "mass-refugee-year-nears",
        rule: "V3.6",
        weight: Weight::Note,
        text: format!(
            "Den {} har uppehållstillståndet gällt ett år. Då kan patienten folkbokföra sig, och \
             omfattas inte längre av LMA.",
            long_date(from)
        ),
        day: Some(from),
    })
}

/// Warns that the person turns 18 during the case, which changes the entitlement from that day
/// (V3.3). Where only the year of birth is known it is that year, and staff have to ask for the day.
fn of_age(case: &Case, limits: &Limits, today: Date) -> Option<Warning> {
    let birth = case.person.birth_date;
    let turning = birth.turning_days();
    let (first, last) = (*turning.first()?, *turning.last()?);
    let when = match birth {
        BirthDate::Known(_) => format!("den {}", long_date(first)),
        BirthDate::Year(_) | BirthDate::Unknown => format!("under {}", first.year()),
    };
    let early = i64::from(limits.warn_days).days();
    // In the year of the birthday staff have said whether it has been.
    let adult_already = today < last && today >= first && !case.person.is_child_on(today);
    if !adult_already && today < last && today >= first.saturating_sub(early) {
        let ask = match birth {
            BirthDate::Known(_) => "Från den dagen",
            BirthDate::Year(_) | BirthDate::Unknown => {
                "Fråga om dagen och rätta uppgifterna. Från den"
            }
        };
        return Some(Warning {
            code: "turns-18-soon",
            rule: "V3.3",
            weight: Weight::Note,
            text: format!(
                "Patienten fyller 18 år {when}. {ask} gäller rätten till vård för vuxna."
            ),
            day: Some(first),
        });
    }
    let opened = local_date(case.opened_at);
    (opened < last && today >= last).then(|| Warning {
        code: "turned-18",
        rule: "V3.3",
        weight: Weight::Caution,
        text: format!("Patienten fyllde 18 år {when}. Rätten till vård för vuxna gäller nu."),
        day: Some(first),
    })
}

/// The first day on which the check of the group is too old (V3.5).
fn check_old_from(case: &Case, limits: &Limits) -> Option<Date> {
    if !case.group.covered_by_reception_act() {
        return None;
    }
    let days = i64::from(limits.group_check_days()) + 1;
    case.group_checked_at
        .map(|at| local_date(at).saturating_add(days.days()))
}

fn old_check(case: &Case, limits: &Limits, today: Date) -> Option<Warning> {
    let from = check_old_from(case, limits)?;
    (today >= from).then(|| Warning {
        code: "group-check-old",
        rule: "V3.5",
        weight: Weight::Caution,
        text: format!(
            "Gruppen kontrollerades för mer än {} dagar sedan. Kontrollera i Vera Asyl innan du \
             lämnar uppgifter till Migrationsverket.",
            limits.group_check_days()
        ),
        day: Some(from),
    })
}

/// A patient who leaves before the SIP meeting takes the coordination along (X4).
fn ready_before_sip(case: &Case, now: Timestamp) -> Option<Warning> {
    let ready = case.ready_for_discharge.as_ref()?.value;
    let planned = case.sip.meeting.as_ref()?.value.at;
    let leaves = case.setting == Setting::Inpatient && ready < planned && planned > now;
    leaves.then(|| {
        warning(
            "ready-before-sip",
            "X4",
            Weight::Caution,
            "Patienten är utskrivningsklar före SIP-mötet. Lämna över samordningen till vårdcentralen, så \
             att mötet blir av."
                .to_owned(),
        )
    })
}

fn missing_card(case: &Case) -> Option<Warning> {
    let missing = case.identifier(IdentifierKind::LmaNumber).is_none();
    let not_current = case
        .evidence
        .as_ref()
        .is_some_and(|evidence| evidence.card_current == Some(false));
    let text = match (missing, not_current) {
        _ if case.group != Group::AsylumSeeker => return None,
        (false, false) => return None,
        (true, _) => {
            "Inget LMA-nummer finns i ärendet. Kontakta regionutvecklaren på Koncernkontoret."
        }
        (false, true) => "LMA-kortet gäller inte. Kontakta regionutvecklaren på Koncernkontoret.",
    };
    Some(warning(
        "no-current-lma-card",
        "C2.2",
        Weight::Caution,
        text.to_owned(),
    ))
}
