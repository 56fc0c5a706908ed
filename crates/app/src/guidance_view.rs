//! The guidance's own content, which is not secret: documents, steps, rules, forms. Pages show it
//! as it is; what it means for a case goes through the guard.

use guidance::Library;
use jiff::Timestamp;
use vocabulary::calendar::PhoneHours;

use crate::App;

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
}
