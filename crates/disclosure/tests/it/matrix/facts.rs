//! What a state means to one person, in the words of the page. It is read from the case, not from
//! the policies.

use vocabulary::intervention::MunicipalityAnswer;

use super::states::State;
use crate::story::Who;

/// What is true, in the words of the page.
#[derive(Debug, Clone)]
pub(crate) struct Facts(Vec<&'static str>);

/// The words that may explain an answer, plainest first.
const WORDS: [&str; 7] = [
    "alltid",
    "part",
    "samordnar",
    "tillfrågad",
    "överenskommelse",
    "undertecknar",
    "part eller undertecknar",
];

impl Facts {
    pub(crate) fn of(who: Who, state: &State) -> Self {
        let case = &state.story.case;
        let unit = who.actor().unit;
        let mut facts = vec!["alltid"];
        if case.parties.contains_key(&unit.hsa_id) {
            facts.push("part");
        }
        if case.coordinator == unit.hsa_id {
            facts.push("samordnar");
        }
        if case.agreement.is_some() {
            facts.push("överenskommelse");
        }
        let performs = case.agreement.as_ref().is_some_and(|agreement| {
            let performing = crate::story::unit(agreement.unit.as_str());
            performing.organisation == unit.organisation
                && case.parties.contains_key(&agreement.unit)
        });
        if performs {
            facts.push("undertecknar");
        }
        let latest = case
            .questions
            .iter()
            .rev()
            .find(|question| question.unit.hsa_id == unit.hsa_id);
        let asked = latest.is_some_and(|question| {
            let said_no = question
                .answer
                .as_ref()
                .is_some_and(|answer| answer.value.answer == MunicipalityAnswer::No);
            !question.withdrawn && !said_no && question.asked_at >= case.group_since
        });
        if asked && case.closed.is_none() {
            facts.push("tillfrågad");
        }
        Self(facts)
    }

    /// Whether a condition of the page is true.
    pub(crate) fn satisfy(&self, when: &str) -> bool {
        when.split(" eller ").any(|word| self.0.contains(&word))
    }

    /// The plainest words that match the answers in every state exactly.
    pub(crate) fn explain(answered: &[(Self, bool)]) -> String {
        if answered.iter().all(|(_, yes)| !yes) {
            return "aldrig".to_owned();
        }
        WORDS
            .into_iter()
            .find(|word| {
                answered
                    .iter()
                    .all(|(facts, yes)| facts.satisfy(word) == *yes)
            })
            .map_or_else(
                || "på ett sätt som sidan inte har ord för".to_owned(),
                str::to_owned,
            )
    }
}
