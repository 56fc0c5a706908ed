//! Pages of numbered statements: a pathway's steps, the rules, the checklist.

use std::collections::BTreeSet;

use guidance::{
    Guidance, Pack,
    pack::{Conflict, PathwayRule, Rule},
    step::{DeadlineRule, Step},
};
use vocabulary::{calendar::PhoneHours, choice::Choice as _};

use super::{
    crumbs, current, label, lead,
    page::{GuidanceStep, PathwayPage},
};
use crate::{
    account::session::Signed,
    html::{
        additions::Additions,
        block::{TextPart, TextView},
    },
    menu::MenuEntry,
    pages::{PageResult, capital, shown},
};

/// The data that steps are shown with.
struct Beside<'a> {
    hours: Option<PhoneHours>,
    conflicts: &'a [Conflict],
}

impl<'a> Beside<'a> {
    fn of(guidance: &Guidance<'a>) -> Self {
        let limits = guidance.main.limits.as_ref();
        Self {
            hours: limits.map(|limits| limits.migration_agency_hours),
            conflicts: &guidance.main.conflicts,
        }
    }
}

/// A pathway with an anchor per step.
pub(super) fn pathway(
    signed: &Signed,
    guidance: &Guidance<'_>,
    pathway: &PathwayRule,
) -> PathwayPage {
    let beside = Beside::of(guidance);
    PathwayPage {
        frame: signed.frame("Vägledning", MenuEntry::Guidance),
        crumbs: crumbs(),
        heading: label(pathway.code()),
        lead: lead(guidance),
        intro: Some(TextView {
            heading: String::new(),
            parts: vec![TextPart::Paragraph(format!("{}.", pathway.title))],
        }),
        steps: pathway
            .step_ids()
            .filter_map(|id| guidance.step(id))
            .map(|(pack, step)| statement(pack, step, &beside))
            .collect(),
    }
}

/// The rules of the guidance.
pub(super) async fn rules(signed: Signed) -> PageResult {
    let guidance = current(&signed.app)?;
    let main = guidance.main;
    shown(&PathwayPage {
        frame: signed.frame("Vägledning", MenuEntry::Guidance),
        crumbs: crumbs(),
        heading: "Regler".to_owned(),
        lead: lead(&guidance),
        intro: None,
        steps: main
            .rules
            .iter()
            .map(|rule| ruled(main, rule, &main.conflicts))
            .collect(),
    })
}

/// The checklist: its steps, then its rules.
pub(super) async fn checklist(signed: Signed) -> PageResult {
    let guidance = current(&signed.app)?;
    let beside = Beside::of(&guidance);
    let mut steps = Vec::new();
    for pack in &guidance.used {
        steps.extend(pack.steps().map(|step| statement(pack, step, &beside)));
        steps.extend(
            pack.rules
                .iter()
                .map(|rule| ruled(pack, rule, beside.conflicts)),
        );
    }
    // A step and a rule of the same place have the same id; links lead to the step.
    let mut known = BTreeSet::new();
    for step in &mut steps {
        if !known.insert(step.anchor.clone()) {
            step.anchor.push_str("-regel");
        }
    }
    let titles: Vec<&str> = guidance
        .used
        .iter()
        .map(|pack| pack.document.title.as_str())
        .collect();
    shown(&PathwayPage {
        frame: signed.frame("Vägledning", MenuEntry::Guidance),
        crumbs: crumbs(),
        heading: "Checklista hemsjukvård".to_owned(),
        lead: titles.join(", "),
        intro: Some(TextView {
            heading: String::new(),
            parts: vec![TextPart::Paragraph(
                "Checklistan används där vägledningen inte säger något annat.".to_owned(),
            )],
        }),
        steps,
    })
}

fn statement(pack: &Pack, step: &Step, beside: &Beside<'_>) -> GuidanceStep {
    GuidanceStep {
        anchor: step.id().to_owned(),
        number: number(&step.citation),
        title: step.title.clone(),
        text: vec![step.help.clone()],
        additions: Additions::of(&step.additions),
        who: who(step),
        deadline: deadline(step, beside.hours.as_ref()),
        discloses: step
            .discloses
            .iter()
            .map(|told| {
                let to = capital(told.recipient().swedish());
                format!("{to}: {} {}.", told.what, told.way.swedish())
            })
            .collect(),
        source: format!("{}, {}", pack.document.short_title, step.citation),
        differs: differs(beside.conflicts, step.id()),
    }
}

fn ruled(pack: &Pack, rule: &Rule, conflicts: &[Conflict]) -> GuidanceStep {
    GuidanceStep {
        anchor: rule.id().to_owned(),
        title: rule.title.clone(),
        text: vec![rule.text.clone()],
        additions: Additions::of(&rule.additions),
        source: format!("{}, {}", pack.document.short_title, rule.citation),
        differs: differs(conflicts, rule.id()),
        ..GuidanceStep::default()
    }
}

/// The number of a step; bullets in the source have none.
fn number(citation: &str) -> String {
    citation
        .rsplit_once(" steg ")
        .map(|(_, number)| number.to_owned())
        .unwrap_or_default()
}

fn who(step: &Step) -> String {
    let names: Vec<String> = step
        .acts
        .iter()
        .map(|role| role.swedish().to_lowercase())
        .collect();
    match names.as_slice() {
        [] => String::new(),
        [only] => capital(only),
        [rest @ .., last] => capital(&format!("{} eller {last}", rest.join(", "))),
    }
}

fn deadline(step: &Step, hours: Option<&PhoneHours>) -> String {
    match step.deadline {
        Some(DeadlineRule::FirstWorkingDayAfterAdmission) => {
            let hours = hours
                .map(|hours| format!(", {}", hours.swedish()))
                .unwrap_or_default();
            format!("Första helgfria vardagen efter inläggningen{hours}.")
        }
        Some(DeadlineRule::PlannedMeeting) => "Den dag då SIP-mötet är planerat.".to_owned(),
        Some(DeadlineRule::DecidedFollowUp) => "Den dag då uppföljningen är bestämd.".to_owned(),
        None if step.promptly_since.is_some() => "Skyndsamt.".to_owned(),
        None => String::new(),
    }
}

/// Where another document differs on this requirement, and which governs.
fn differs(conflicts: &[Conflict], id: &str) -> Vec<String> {
    conflicts
        .iter()
        .filter(|conflict| {
            names(&conflict.older_citation, id) || names(&conflict.later_citation, id)
        })
        .map(|conflict| {
            format!(
                "{}: dokumenten skiljer sig åt. {}",
                conflict.title, conflict.governs
            )
        })
        .collect()
}

fn names(citation: &str, id: &str) -> bool {
    citation
        .split(|letter: char| !(letter.is_alphanumeric() || letter == '.'))
        .any(|word| word == id)
}

#[cfg(test)]
mod tests {
    use super::{names, number};

    #[test]
    fn numbered_steps_show_their_number_and_bullets_none() {
        assert_eq!(number("avsnitt 6 A steg 2"), "2");
        assert_eq!(number("avsnitt 6 B"), "");
    }

    #[test]
    fn a_difference_is_shown_at_the_statements_it_names() {
        let citation = "Checklistan, inledningen (C1.1, C3.1)";
        assert!(names(citation, "C3.1"));
        assert!(!names(citation, "C3.11"));
        assert!(!names(citation, "C1"));
    }
}
