//! Those who do an errand for a case (an interpreter, a driver, a pharmacy, a home) get only what
//! domain.md lists for each. They get no other class by any channel, in any state of a case.

use disclosure::{Channel, Class, Recipient};
use vocabulary::{audience::Audience, choice::Choice as _};

use crate::{matrix::states::states, story::GUARD};

/// What domain.md lists; all of it by phone.
const ERRANDS: [(Audience, &[Class]); 5] = [
    (Audience::InterpreterAgency, &[Class::InterpreterBooking]),
    (Audience::PatientTransport, &[Class::TransportOrder]),
    (Audience::DeviceSupply, &[Class::DeviceOrder]),
    (
        Audience::Pharmacy,
        &[Class::PrescriptionNote, Class::Conversation],
    ),
    (
        Audience::Institution,
        &[Class::InstitutionReport, Class::Conversation],
    ),
];

// covers: X1, C6.1, C7.3
#[test]
fn those_who_do_an_errand_are_told_of_it_by_phone_and_nothing_else() {
    let mut told = [0; ERRANDS.len()];
    for state in states() {
        for (index, (audience, errand)) in ERRANDS.iter().enumerate() {
            for (class, channel) in Class::ALL
                .iter()
                .flat_map(|class| Channel::ALL.iter().map(|channel| (*class, *channel)))
            {
                let to = Recipient::Outside(*audience);
                let may = GUARD.may_disclose(to, &state.story.case, class, channel);
                let listed = errand.contains(&class) && channel == Channel::PhoneNote;
                let name = &state.name;
                assert!(
                    listed || !may.allowed,
                    "{audience:?} {class:?} {channel:?}: {name}"
                );
                told[index] += usize::from(may.allowed);
            }
        }
    }
    // None of these states has a named institution, so no report goes to one.
    assert!(told[..4].iter().all(|told| *told > 0), "{told:?}");
}
