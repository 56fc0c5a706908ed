//! What no administrator may do, alone or with another, and how what they type is kept. Pure.

use vocabulary::{text::tidy_line, unit::UnitKind};

use super::{
    NewStaff,
    change::{Change, UnitState},
};
use crate::error::AppError;

/// The shortest password allowed, in characters.
const PASSWORD_LENGTH: usize = 12;

/// What no administrator may do, alone or with another.
pub(super) fn fits(change: &Change, caller: &str) -> Result<(), AppError> {
    match change {
        Change::Unit { before, after, .. } => unit_fits(before.as_deref(), after),
        Change::Assignment(post) if post.kind.is_placeholder() => Err(no_staff()),
        Change::Assignment(post) if post.user == caller => Err(AppError::mistake(
            "role",
            "own-assignment",
            "Ingen ger sig själv ett uppdrag eller en roll. Be en annan administratör föreslå det, och \
             en tredje bekräfta.",
        )),
        Change::Link { after, .. } if !is_plain_link(&after.link) => Err(AppError::mistake(
            "link",
            "not-a-link",
            "Länken ska börja med https:// och ett värdnamn. Kopiera den från webbläsaren.",
        )),
        Change::Assignment(_)
        | Change::AssignmentEnded { .. }
        | Change::Staff { .. }
        | Change::Contact { .. }
        | Change::Link { .. }
        | Change::Beside(_) => Ok(()),
    }
}

/// Whether a link goes where it seems to: https, a host, and no name or password before it.
fn is_plain_link(link: &str) -> bool {
    let Some(rest) = link.strip_prefix("https://") else {
        return false;
    };
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let plain = |sign: char| sign.is_alphanumeric() || matches!(sign, '.' | '-' | ':');
    !host.is_empty() && host.chars().all(plain) && !link.chars().any(char::is_whitespace)
}

pub(super) fn unit_fits(before: Option<&UnitState>, after: &UnitState) -> Result<(), AppError> {
    let other = |field: &'static str, what: &str| {
        let detail = format!(
            "{what} ändras aldrig för ett HSA-id som är upplagt: det avgör vad enheten får veta i \
             ärenden som redan finns. Stäng enheten och lägg upp en ny med ett eget HSA-id."
        );
        AppError::mistake(field, "never-changes", &detail)
    };
    if let Some(before) = before {
        if before.kind != after.kind {
            return Err(other("kind", "Typen"));
        }
        if before.organisation != after.organisation {
            return Err(other("organisation", "Organisationen"));
        }
    }
    let recognised = after.recognised();
    if recognised == after.kind {
        Ok(())
    } else {
        Err(disguised(recognised))
    }
}

/// A unit whose name or mailbox says that it is another kind than it is given.
pub(super) fn disguised(recognised: UnitKind) -> AppError {
    let detail = format!(
        "Enhetens namn eller brevlåda hör till {}, som aldrig får veta något. Välj det slaget. Är det \
         en annan enhet, skriv det namn och den brevlåda som den själv använder.",
        if recognised == UnitKind::MunicipalRehab {
            "kommunens rehab"
        } else {
            "socialtjänsten"
        }
    );
    AppError::mistake("name", "disguised-unit", &detail)
}

pub(super) fn no_staff() -> AppError {
    AppError::mistake(
        "unit",
        "placeholder-has-no-staff",
        "Fiktiva enheter har aldrig personal. Välj den enhet där personen arbetar.",
    )
}

pub(super) fn unknown_unit() -> AppError {
    AppError::mistake(
        "unit",
        "unknown-unit",
        "Enheten finns inte. Välj en i listan.",
    )
}

/// An address as it is kept: its lines, each as [`tidy_line`], without empty ones.
pub(super) fn address_lines(address: &str) -> String {
    let breaks = ['\n', '\r', '\u{2028}', '\u{2029}'];
    let lines = address.split(breaks).map(tidy_line);
    let lines: Vec<String> = lines.filter(|line| !line.is_empty()).collect();
    lines.join("\n")
}

/// Whether a password may be chosen.
pub(crate) fn password_fits(password: &str) -> Result<(), &'static str> {
    if password.chars().count() < PASSWORD_LENGTH {
        return Err("Lösenordet är för kort. Skriv minst 12 tecken.");
    }
    Ok(())
}

/// Whether a new account can be made of what was typed.
pub(super) fn checked(staff: &NewStaff) -> Result<(), AppError> {
    let mut mistakes = Vec::new();
    let mut mistake = |field: &str, code, detail: &str| {
        mistakes.push(vocabulary::mistake::Mistake::new(field, code, detail));
    };
    if staff.name.trim().is_empty() {
        mistake("name", "required", "Skriv personens namn.");
    }
    let login = staff.login.trim();
    if login.is_empty()
        || login
            .chars()
            .any(|c| !(c.is_alphanumeric() || "-._@".contains(c)))
    {
        mistake(
            "login",
            "not-a-login",
            "Användarnamnet får ha bokstäver, siffror och tecknen - . _ @.",
        );
    }
    if let Err(detail) = password_fits(&staff.password) {
        mistake("password", "too-short", detail);
    }
    if mistakes.is_empty() {
        Ok(())
    } else {
        Err(AppError::Mistakes(mistakes))
    }
}
