//! Which alternatives a form may offer in a case.

use vocabulary::{
    audience::{ContactSubject, ContactWith},
    choice::Choice as _,
    group::Group,
    letter::{LetterAddressee, LetterKind},
    plan::MeasureBy,
    reading::{Field, Shape},
    sip::{Attendee, CopyRecipient},
};

use crate::views::CaseView;

/// What decides which alternatives a case's forms offer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OfferedIn {
    /// Whether Migrationsverket may know of the case.
    pub agency_may_know: bool,
    /// Whether the case is protected, for any reason.
    pub protected: bool,
    /// Whether the person has an LMA card to be current.
    pub asylum_seeker: bool,
}

impl OfferedIn {
    /// What is offered to readers who do not see the whole case: to them every case is protected.
    pub const LEAST: Self = Self {
        agency_may_know: false,
        protected: true,
        asylum_seeker: false,
    };

    /// What is offered to the region's care units, from the case as they see it.
    #[must_use]
    pub fn of(case: &CaseView) -> Self {
        Self {
            agency_may_know: case.migration_agency_may_know,
            protected: case.protected,
            asylum_seeker: case.group == Group::AsylumSeeker,
        }
    }
}

/// The alternatives that a field may not offer, because they would be refused or lead astray. Fields that
/// say whom somebody tells do not offer Migrationsverket and its institution where it may not know; fields
/// that say whom somebody has told by mistake, or who has asked, always do.
#[must_use]
pub fn withheld(field: &Shape, case: OfferedIn) -> Vec<&'static str> {
    let agency = ContactWith::MigrationAgency.code();
    let mut codes = Vec::new();
    if !case.agency_may_know {
        if *field == ContactWith::shape() {
            codes.extend([agency, ContactWith::Institution.code()]);
        }
        let by_role = [
            CopyRecipient::shape(),
            Vec::<Attendee>::shape(),
            Attendee::shape(),
            MeasureBy::shape(),
        ];
        if by_role.contains(field) {
            codes.push(agency);
        }
        if *field == LetterKind::shape() {
            let to_agency = LetterKind::ALL.iter();
            let to_agency =
                to_agency.filter(|kind| kind.goes_to() == LetterAddressee::MigrationAgency);
            codes.extend(to_agency.map(|kind| kind.code()));
        }
    }
    if case.protected && *field == LetterKind::shape() {
        codes.push(LetterKind::PatientCopy.code());
    }
    if !case.asylum_seeker && *field == ContactSubject::shape() {
        codes.push(ContactSubject::MissingCard.code());
    }
    codes
}

#[cfg(test)]
mod tests {
    use vocabulary::{audience::WrongRecipient, reading::Field as _};

    use super::*;

    const OPEN: OfferedIn = OfferedIn {
        agency_may_know: true,
        protected: false,
        asylum_seeker: true,
    };
    const PROTECTED: OfferedIn = OfferedIn::LEAST;

    // covers: X1
    #[test]
    fn who_is_told_by_a_person_is_not_offered_where_it_may_not_know() {
        let told = [
            (
                ContactWith::shape(),
                vec!["migration_agency", "institution"],
            ),
            (CopyRecipient::shape(), vec!["migration_agency"]),
            (Vec::<Attendee>::shape(), vec!["migration_agency"]),
            (Attendee::shape(), vec!["migration_agency"]),
            (MeasureBy::shape(), vec!["migration_agency"]),
            (
                LetterKind::shape(),
                vec!["certificate", "plan", "patient_copy"],
            ),
            (ContactSubject::shape(), vec!["missing_card"]),
        ];
        for (shape, codes) in told {
            assert_eq!(withheld(&shape, PROTECTED), codes);
            assert!(withheld(&shape, OPEN).is_empty());
        }
        assert!(withheld(&WrongRecipient::shape(), PROTECTED).is_empty());
    }

    // covers: X1
    #[test]
    fn with_a_protected_identity_the_patients_copy_is_not_posted() {
        let hidden = OfferedIn {
            protected: true,
            ..OPEN
        };
        assert_eq!(withheld(&LetterKind::shape(), hidden), ["patient_copy"]);
    }
}
