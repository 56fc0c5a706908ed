//! What a command would do is asked of the policies before it is kept: who becomes a party, and who
//! is told what by which channel. The domain's rules have said yes by then; the policies are the ones
//! that are proved, and either no is a no (X1).

use domain::{Case, Entry};
use vocabulary::audience::Audience;

use super::{AnyCase, DescribedCase, Guard, entity_facts::Grounds};
use crate::{
    Channel, Means, Recipient, TellingRecipient,
    telling::{Act, Standing, acts, joins, posted},
};

impl Guard {
    /// Whether the policies allow all acts of new entries; `after` is the case with them.
    pub(crate) fn may_act(&self, after: &DescribedCase, entries: &[Entry]) -> bool {
        let evaluation = self.evaluation(after);
        entries.iter().all(|entry| {
            acts(entry, after).iter().all(|act| {
                let Means::By(channel) = act.means else {
                    return true;
                };
                let Some(class) = act.class else { return true };
                let asked = match act.standing {
                    Standing::Fact => return true,
                    // Asked again as it was read when it leaves.
                    Standing::Later => Grounds::ReadByTwo,
                    Standing::Now | Standing::Beside | Standing::InProduct => {
                        asked(after, entries, channel)
                    }
                };
                act.asked_of(after).is_some_and(|recipient| {
                    evaluation.answer(recipient, class, channel, asked).allowed
                })
            })
        })
    }

    /// Whether the unit that an entry makes a party may become one, as the case stands then. Who
    /// opens a case is its first party.
    pub(crate) fn may_join(&self, before: Option<&dyn AnyCase>, entry: &Entry) -> bool {
        match (joins(&entry.event), before) {
            (Some(unit), Some(before)) => self.may_take_part(unit, before).allowed,
            (Some(_) | None, _) => true,
        }
    }
}

/// A letter of the queue is asked about as it was read; what staff post themselves one has read.
fn asked(after: &Case, entries: &[Entry], channel: Channel) -> Grounds {
    let read = |entry: &Entry| {
        let letter = posted(&entry.event).and_then(|outbox| after.letter(outbox));
        letter.is_some_and(|letter| letter.read_by.is_some())
    };
    if channel == Channel::Post && entries.iter().any(read) {
        Grounds::ReadByTwo
    } else {
        Grounds::CaseAlone
    }
}

/// Who the policies are asked about.
impl Act {
    /// The recipient as the policies know it; none for a unit that the case does not know, to whom
    /// nothing is allowed.
    fn asked_of<'a>(&self, case: &'a Case) -> Option<Recipient<'a>> {
        match &self.to {
            TellingRecipient::Outside(audience) => Some(Recipient::Outside(*audience)),
            TellingRecipient::Unit(id) => {
                if self.by_its_manager {
                    return Some(Recipient::Outside(Audience::MunicipalManager));
                }
                let party = case.parties.get(id).map(|party| &party.unit);
                let asked = || case.question_to(id).map(|question| &question.unit);
                party.or_else(asked).map(Recipient::Unit)
            }
            TellingRecipient::HeadOfOperations | TellingRecipient::Wrong(_) => None,
        }
    }
}
