//! Checks of one step.

use vocabulary::{
    audience::Audience,
    command::Command,
    reading::{FieldShape, Shape},
    role::Role,
    unit::UnitKind,
};

use crate::{
    finding::{Finding, SourceFile},
    pack::Pack,
    recipient::Recipient,
    step::{Action, Step},
};

/// Finds additions that are neither Vårdbron's own, with a reason, nor of another place.
fn additions(pack: &Pack, step: &Step) -> Vec<Finding> {
    let wrong = step
        .additions
        .iter()
        .filter(|addition| addition.reason.is_some() == addition.from.is_some());
    let file = &pack.files[step.file];
    wrong
        .map(|_| {
            let reason = format!(
                "an addition to {} says either `reason` or `from`",
                step.id()
            );
            file.error(step.id.span().start, reason)
        })
        .collect()
}

pub(super) fn check(pack: &Pack, step: &Step) -> Vec<Finding> {
    let file = &pack.files[step.file];
    let at = step.id.span().start;
    let mut findings = additions(pack, step);
    if !step.acts.iter().any(|role| may_act(*role)) {
        findings.push(file.error(at, format!("{}: nobody who sees a case acts", step.id())));
    }
    let commands: Vec<&str> = step.actions.iter().map(Action::command).collect();
    if !step.done.reachable_by(&commands) {
        findings.push(file.error(
            at,
            format!(
                "{}: nobody can complete it, none of its actions makes it done",
                step.id()
            ),
        ));
    }
    if step.applies.is_some()
        && step
            .not_applicable
            .iter()
            .all(|reason| reason.when.is_some())
    {
        findings.push(file.error(
            at,
            format!(
                "{}: it may not apply, but has no reason that always holds",
                step.id()
            ),
        ));
    }
    if step.slug.is_empty()
        || !step
            .slug
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b == b'-')
    {
        let reason = format!(
            "{}: the slug is not lower-case words with hyphens",
            step.id()
        );
        findings.push(file.error(at, reason));
    }
    for action in &step.actions {
        findings.extend(performed(file, step, action));
    }
    for rule in &step.discloses {
        if is_never_told(*rule.to.get_ref()) {
            let told = rule.to.get_ref().code();
            let reason = format!("{}: {told} is never told anything", step.id());
            findings.push(file.error(rule.to.span().start, reason));
        }
    }
    findings
}

/// Roles that take part in cases.
fn may_act(role: Role) -> bool {
    match role {
        Role::CareStaff
        | Role::DischargeCoordinator
        | Role::Physician
        | Role::MunicipalManager
        | Role::MunicipalNurse
        | Role::HeadOfOperations
        | Role::RegionalDeveloper => true,
        Role::Administrator
        | Role::LogReviewer
        | Role::SocialServicesStaff
        | Role::MunicipalRehabStaff => false,
    }
}

/// Whether it is social services or municipal rehab, as audience or unit, which are never told
/// anything (X1).
fn is_never_told(recipient: Recipient) -> bool {
    matches!(
        recipient,
        Recipient::Audience(Audience::SocialServices | Audience::MunicipalRehab)
            | Recipient::Units(UnitKind::SocialServices | UnitKind::MunicipalRehab)
    )
}

/// The commands that an action may name, with their fields.
fn performed(file: &SourceFile, step: &Step, action: &Action) -> Vec<Finding> {
    let at = action.command.span().start;
    let shapes = Command::shapes();
    let Some(shape) = shapes.iter().find(|shape| shape.name == action.command()) else {
        let reason = format!("{}: unknown command `{}`", step.id(), action.command());
        return vec![file.error(at, reason)];
    };
    action
        .preset
        .iter()
        .filter_map(|(name, value)| {
            let field = shape.fields.iter().find(|field| field.name == name);
            fault(field, value).map(|fault| {
                let reason = format!("{}: {}.{name}: {fault}", step.id(), action.command());
                file.error(at, reason)
            })
        })
        .collect()
}

/// What is wrong with an answer that is given before the form is shown.
pub(super) fn fault(field: Option<&FieldShape>, value: &str) -> Option<String> {
    let Some(field) = field else {
        return Some("no such field".to_owned());
    };
    let all = field.shape.alternatives();
    if field.shape == Shape::Boolean && !matches!(value, "true" | "false") {
        return Some(format!("`{value}` is neither true nor false"));
    }
    let none = !all.is_empty() && !all.iter().any(|choice| choice.code == value);
    let codes: Vec<&str> = all.iter().map(|choice| choice.code).collect();
    none.then(|| format!("`{value}` is none of {}", codes.join(", ")))
}

/// Finds steps that would tell Migrationsverket, or an institution that it buys places from, in a
/// pathway for persons about whom they may not be told (X1).
pub(super) fn never_told(
    file: &SourceFile,
    at: usize,
    pathway: &str,
    step: &Step,
) -> Option<Finding> {
    let protected = pathway.ends_with('C');
    let told = step
        .discloses
        .iter()
        .map(|rule| *rule.to.get_ref())
        .find(|recipient| {
            matches!(
                recipient,
                Recipient::Audience(Audience::MigrationAgency | Audience::Institution)
            )
        });
    told.filter(|_| protected).map(|recipient| {
        file.error(
            at,
            format!("{pathway}: {} would tell {}", step.id(), recipient.code()),
        )
    })
}
