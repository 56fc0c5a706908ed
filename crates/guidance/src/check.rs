//! Checks of the guidance that the parser cannot make. Every finding names file, line and reason.

mod forms;
mod step;

use std::collections::{BTreeMap, BTreeSet};

use domain::Pathway;
use jiff::civil::Date;
use vocabulary::{choice::Choice as _, group::Group, need::NursingNeed, setting::Setting};

use crate::{
    finding::{Finding, SourceFile},
    library::{Guidance, Library},
    pack::{Pack, PathwayRule, Rule},
};

/// The names of the fixed texts that pages use.
const BANNERS: &[&str] = &[
    "protected",
    "unestablished",
    "resident",
    "another_region",
    "moves_to_another_region",
    "expired",
    "inbound_answer",
    "reporting",
    "care_principal",
    "lma_card",
    "consent_refused",
];

/// All errors and warnings of the guidance. An expired version is a warning, because the product
/// flags it and continues to use it (VV.1).
#[must_use]
pub fn check(library: &Library, requirement_ids: &[&str], today: Date) -> Vec<Finding> {
    let mut findings = Vec::new();
    for pack in library.packs() {
        findings.extend(document(library, pack, today));
        findings.extend(unknown_requirements(pack, requirement_ids));
        findings.extend(comparison(pack));
        for step in pack.steps() {
            findings.extend(step::check(pack, step));
        }
        if !pack.pathways.is_empty() {
            let guidance = library.guidance(pack);
            findings.extend(combinations(pack));
            findings.extend(listings(&guidance));
            findings.extend(unmet_requirements(&guidance, requirement_ids));
            findings.extend(fixed_texts(&guidance));
        }
    }
    findings.extend(forms::check(library));
    findings.sort();
    findings.dedup();
    findings
}

fn document_file(pack: &Pack) -> &SourceFile {
    &pack.files[pack.document_file]
}

fn document(library: &Library, pack: &Pack, today: Date) -> Vec<Finding> {
    let file = document_file(pack);
    let mut findings = Vec::new();
    if let Some(last) = pack.document.valid_to.filter(|_| pack.expired_on(today)) {
        let at = file.text.find("\nvalid_to").map_or(0, |at| at + 1);
        findings.push(file.warning(at, format!("{} was last valid on {last}", pack.name())));
    }
    for used in &pack.document.uses {
        if library.pack(used.get_ref()).is_none() {
            let reason = format!("{} is not at hand", used.get_ref());
            findings.push(file.error(used.span().start, reason));
        }
    }
    findings
}

/// Finds steps and rules whose id is no requirement's.
fn unknown_requirements(pack: &Pack, known: &[&str]) -> Vec<Finding> {
    let steps = pack.steps().map(|step| (step.file, &step.id));
    let rules = pack.rules.iter().map(|rule| (rule.file, &rule.id));
    steps
        .chain(rules)
        .filter(|(_, id)| !known.contains(&id.get_ref().as_str()))
        .map(|(file, id)| {
            let reason = format!("{} is no requirement", id.get_ref());
            pack.files[file].error(id.span().start, reason)
        })
        .collect()
}

/// Finds steps and rules that nobody has held against the source, and rows of the comparison for what
/// is not there.
fn comparison(pack: &Pack) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut compared = BTreeSet::new();
    let file = &pack.files[pack.comparison_file];
    for id in pack.comparison.iter().flat_map(|row| &row.ids) {
        let known = pack.step(id.get_ref()).is_some() || pack.rule(id.get_ref()).is_some();
        let first = compared.insert(id.get_ref().as_str());
        let reason = match (known, first) {
            (true, true) => continue,
            (true, false) => format!("{} is compared twice", id.get_ref()),
            (false, _) => format!("{} is neither a step nor a rule here", id.get_ref()),
        };
        findings.push(file.error(id.span().start, reason));
    }
    let steps = pack.steps().map(|step| (step.file, &step.id));
    let rules = pack.rules.iter().map(|rule| (rule.file, &rule.id));
    for (file, id) in steps.chain(rules) {
        if !compared.contains(id.get_ref().as_str()) {
            let reason = format!("{} has no row in comparison.toml", id.get_ref());
            findings.push(pack.files[file].error(id.span().start, reason));
        }
    }
    findings
}

/// Finds combinations of group, setting and need that do not have exactly one pathway, the same as
/// in the domain.
fn combinations(pack: &Pack) -> Vec<Finding> {
    let file = &pack.files[pack.pathway_file];
    let mut findings = Vec::new();
    let unknown = pack
        .pathways
        .iter()
        .filter(|rule| Pathway::from_code(rule.code.get_ref()).is_none());
    for rule in unknown {
        let reason = format!("{} is no pathway", rule.code.get_ref());
        findings.push(file.error(rule.code.span().start, reason));
    }
    for group in Group::ALL
        .iter()
        .copied()
        .filter(|group| *group != Group::Resident)
    {
        for setting in Setting::ALL.iter().copied() {
            for nursing in NursingNeed::ALL.iter().copied() {
                findings.extend(combination(pack, file, group, setting, nursing));
            }
        }
    }
    findings
}

fn combination(
    pack: &Pack,
    file: &SourceFile,
    group: Group,
    setting: Setting,
    nursing: NursingNeed,
) -> Option<Finding> {
    let fits = |rule: &&PathwayRule| {
        rule.groups.contains(&group)
            && rule.settings.contains(&setting)
            && rule.nursing_needs.contains(&nursing)
    };
    let found: Vec<&PathwayRule> = pack.pathways.iter().filter(fits).collect();
    let combination = format!("{} × {} × {}", group.code(), setting.code(), nursing.code());
    let codes: Vec<&str> = found
        .iter()
        .map(|rule| rule.code.get_ref().as_str())
        .collect();
    let wanted = Pathway::of(group, setting, nursing).map(Pathway::code);
    match (codes.as_slice(), found.as_slice()) {
        ([code], _) if Some(*code) == wanted => None,
        ([code], [rule]) => Some(file.error(
            rule.code.span().start,
            format!("{combination} leads to {code}, but the product reckons with {wanted:?}"),
        )),
        (_, [_, second, ..]) => Some(file.error(
            second.code.span().start,
            format!("{combination} has several pathways: {}", codes.join(", ")),
        )),
        (_, _) => Some(file.error(0, format!("{combination} has no pathway"))),
    }
}

/// Finds ids in pathways and stops that no document defines or that are listed twice, and steps
/// that no pathway lists.
fn listings(guidance: &Guidance<'_>) -> Vec<Finding> {
    let main = guidance.main;
    let file = &main.files[main.pathway_file];
    let lists = main
        .pathways
        .iter()
        .map(|rule| (rule.code.get_ref().as_str(), &rule.steps))
        .chain([("the resident's list", &main.resident)]);
    let mut findings = Vec::new();
    let mut listed = BTreeSet::new();
    for (name, ids) in lists {
        let mut slugs: BTreeMap<&str, &str> = BTreeMap::new();
        for id in ids {
            let at = id.span().start;
            listed.insert(id.get_ref().as_str());
            let Some((_, step)) = guidance.step(id.get_ref()) else {
                findings.push(file.error(at, format!("{} is defined nowhere", id.get_ref())));
                continue;
            };
            findings.extend(step::never_told(file, at, name, step));
            match slugs.insert(&step.slug, step.id()) {
                None => {}
                Some(other) if other == step.id() => {
                    findings.push(file.error(at, format!("{name} has {} twice", step.id())));
                }
                Some(other) => findings.push(file.error(
                    at,
                    format!(
                        "{name}: {} and {other} have the same slug {}",
                        step.id(),
                        step.slug
                    ),
                )),
            }
        }
    }
    for id in main.stops.iter().flat_map(|stop| &stop.except) {
        if guidance.step(id.get_ref()).is_none() {
            let reason = format!("{} is defined nowhere", id.get_ref());
            findings.push(file.error(id.span().start, reason));
        }
    }
    for step in main.steps().filter(|step| !listed.contains(step.id())) {
        let reason = format!("{} stands in no pathway", step.id());
        findings.push(main.files[step.file].error(step.id.span().start, reason));
    }
    findings
}

/// Finds requirements that no step and no rule is for.
fn unmet_requirements(guidance: &Guidance<'_>, known: &[&str]) -> Vec<Finding> {
    let said: BTreeSet<&str> = guidance
        .packs()
        .flat_map(|pack| {
            pack.steps
                .keys()
                .map(String::as_str)
                .chain(pack.rules.iter().map(Rule::id))
        })
        .collect();
    let file = document_file(guidance.main);
    known
        .iter()
        .filter(|id| !said.contains(*id))
        .map(|id| file.error(0, format!("{id} stands in no step and no rule")))
        .collect()
}

fn fixed_texts(guidance: &Guidance<'_>) -> Vec<Finding> {
    let main = guidance.main;
    let mut findings: Vec<Finding> = BANNERS
        .iter()
        .filter(|name| guidance.banner(name).is_empty())
        .map(|name| {
            main.files[main.pathway_file].error(0, format!("there is no banner called {name}"))
        })
        .collect();
    match &main.limits {
        None => findings.push(document_file(main).error(0, "the folder has no limits.toml")),
        Some(limits) if *limits.group_check_days.get_ref() == 0 => {
            let at = limits.group_check_days.span().start;
            let file = &main.files[main.limits_file];
            findings.push(file.error(at, "a check that is never fresh stops every disclosure"));
        }
        Some(_) => {}
    }
    findings
}
