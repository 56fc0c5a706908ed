//! Explains in words why a case follows its pathway.

use domain::Case;
use vocabulary::{choice::Choice as _, group::Group, need::NursingNeed, setting::Setting};

/// Group, setting and need, and the pathway they lead to: "Inneliggande, asylsökande,
/// omvårdnadsbehov inte bedömt än: 6 A tills behovet är känt."
#[must_use]
pub fn pathway_reason(case: &Case) -> String {
    let Some(pathway) = case.pathway() else {
        return format!("{}: den ordinarie rutinen gäller.", case.group.swedish());
    };
    let setting = match case.setting {
        Setting::Inpatient => "Inneliggande",
        Setting::Outpatient => "Regional primärvård eller öppen specialistvård",
    };
    let group = in_a_sentence(case.group.swedish());
    let letter = spaced(pathway.code());
    if case.group == Group::Unestablished {
        return format!(
            "{setting}, {group}: ärendet behandlas som skyddat och följer {letter} tills gruppen \
             är fastställd."
        );
    }
    if case.group == Group::WithoutPermits {
        return format!("{setting}, {group}: {letter} oavsett omvårdnadsbehov.");
    }
    match case.needs.nursing {
        NursingNeed::Unknown => format!(
            "{setting}, {group}, omvårdnadsbehov inte bedömt än: {letter} tills behovet är känt."
        ),
        NursingNeed::None => format!("{setting}, {group}, inget behov av omvårdnad: {letter}."),
        NursingNeed::MetByKin => format!(
            "{setting}, {group}, släkt eller vänner tillgodoser behovet av omvårdnad: {letter}."
        ),
        NursingNeed::Unmet => format!(
            "{setting}, {group}, omvårdnadsbehov som släkt eller vänner inte kan tillgodose: \
             {letter}."
        ),
    }
}

/// A group's name inside a sentence: its first letter in lower case, but "Sverige" keeps its
/// capital.
fn in_a_sentence(name: &str) -> String {
    let mut letters = name.chars();
    let first = letters.next().into_iter().flat_map(char::to_lowercase);
    first.chain(letters).collect()
}

/// `6A` as people write it: `6 A`.
fn spaced(code: &str) -> String {
    let (section, letter) = code.split_at(code.len().min(1));
    format!("{section} {letter}")
}
