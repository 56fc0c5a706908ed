//! Which alternatives a form may offer in a case.

use vocabulary::{
    audience::ContactWith,
    reading::{Field, Shape},
    sip::CopyRecipient,
};

/// The recipients that a field may not offer. Fields that say whom somebody tells do not offer
/// Migrationsverket where it may not know; fields that say whom somebody has told by mistake, or who
/// has asked, always do.
#[must_use]
pub fn withheld_recipients(field: &Shape, agency_may_know: bool) -> &'static [&'static str] {
    let tells = *field == ContactWith::shape() || *field == CopyRecipient::shape();
    if tells && !agency_may_know {
        &["migration_agency"]
    } else {
        &[]
    }
}

#[cfg(test)]
mod tests {
    use vocabulary::{audience::WrongRecipient, reading::Field as _};

    use super::*;

    #[test]
    fn who_is_told_by_a_person_is_not_offered_where_it_may_not_know() {
        for told in [ContactWith::shape(), CopyRecipient::shape()] {
            assert_eq!(withheld_recipients(&told, false), ["migration_agency"]);
            assert!(withheld_recipients(&told, true).is_empty());
        }
        assert!(withheld_recipients(&WrongRecipient::shape(), false).is_empty());
    }
}
