//! Asks the policies about a command's effects before they are stored: who becomes a party, and who
//! is told what by which channel. The domain's rules have already said yes. The policies are what
//! is proved, and a no from either is a no (X1).

use domain::{Case, Entry};
use vocabulary::audience::Audience;

use super::{AnyCase, DescribedCase, Guard, entity_facts::Grounds};
use crate::{
    Channel, Means, Recipient, TellingRecipient,
    telling::{Act, Standing, acts, joins, posted},
};

impl Guard {
    /// Whether the policies allow everything that new entries tell. `after` is the case after them.
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
                    // When it is sent, the policies are asked again with who has actually read it.
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

    /// Whether the unit that an entry makes a party may become one, given the case before the
    /// entry. The unit that opens a case is its first party.
    pub(crate) fn may_join(&self, before: Option<&dyn AnyCase>, entry: &Entry) -> bool {
        match (joins(&entry.event), before) {
            (Some(unit), Some(before)) => self.may_take_part(unit, before).allowed,
            (Some(_) | None, _) => true,
        }
    }
}

/// A letter of the queue is asked about with the readers it has had. What staff post themselves has
/// one reader.
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

impl Act {
    /// The recipient as the policies know it; `None` for a unit that the case does not know, which
    /// may get nothing.
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
