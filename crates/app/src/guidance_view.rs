//! The guidance's own content, which is not secret: documents, steps, rules, forms. Pages show it
//! as it is; what it means for a case goes through the guard.

use guidance::Library;
use jiff::Timestamp;
use vocabulary::{audience::ContactWith, calendar::PhoneHours};

use crate::{App, case_cache::AtHand, directory::WhomToCall};

impl App {
    /// Every loaded document and form.
    #[must_use]
    pub fn library(&self) -> &Library {
        &self.inner.library
    }

    /// Migrationsverket's phone hours according to the guidance, for deadlines and pages.
    #[must_use]
    pub fn phone_hours(&self, now: Timestamp) -> Option<PhoneHours> {
        let today = vocabulary::calendar::local_date(now);
        let limits = self.inner.library.current(today)?.limits.as_ref()?;
        Some(limits.migration_agency_hours)
    }

    /// Whom staff call when a step of a case says that they call this audience. None where the
    /// directory keeps no such contact, and never Migrationsverket where it may not know of the case
    /// (X1).
    #[must_use]
    pub fn whom_to_call(
        &self,
        case: &AtHand,
        with: ContactWith,
        now: Timestamp,
    ) -> Option<WhomToCall> {
        let agency = with == ContactWith::MigrationAgency;
        if agency && !case.0.case.migration_agency_may_know() {
            return None;
        }
        self.phone_of(with, now)
    }

    /// Migrationsverket's phone, for staff who have steps that call it; none while nobody has filled in its
    /// number. It says nothing about any case.
    #[must_use]
    pub fn migration_agency_phone(&self, now: Timestamp) -> Option<WhomToCall> {
        self.phone_of(ContactWith::MigrationAgency, now)
            .filter(|known| known.phone.is_some())
    }

    fn phone_of(&self, with: ContactWith, now: Timestamp) -> Option<WhomToCall> {
        let directory = self.directory();
        let known = directory.called(with)?;
        let agency = with == ContactWith::MigrationAgency;
        // The hours of the guidance decide the deadlines, so they are also the ones that are shown.
        let hours = self.phone_hours(now).filter(|_| agency);
        Some(WhomToCall {
            name: known.name.clone(),
            phone: known.phone.clone(),
            hours: hours.map_or_else(|| known.hours.clone(), |hours| Some(hours.swedish())),
            open_now: hours.map(|hours| hours.open_at(now)),
        })
    }
}
