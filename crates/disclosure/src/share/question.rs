//! The coded question to municipal primary care, as the asked unit sees it before its yes: no
//! person, no ward, no group, and an id of its own.

use domain::{Case, case::Question};
use vocabulary::unit::UnitKind;

use super::News;
use crate::Section;

/// What the asked unit may see (V6B.7).
#[derive(Debug, PartialEq, Eq, Hash)]
pub(crate) struct QuestionShare<'a> {
    pub(crate) question: &'a Question,
    /// "NU-sjukvården" or "Vårdcentral", never the ward.
    pub(crate) asked_by: &'a str,
}

impl<'a> QuestionShare<'a> {
    pub(crate) fn of(case: &'a Case, question: &'a Question) -> Self {
        Self {
            question,
            asked_by: if vocabulary::leak::seeded("question-names-the-ward") {
                &case.opened_by.unit_name
            } else {
                asked_by(case)
            },
        }
    }

    /// A question never changes, and its answer is the unit's own.
    pub(super) fn news(&self, before: Option<&Self>) -> Vec<Section> {
        let mut news = News::none();
        news.value(
            Section::Question,
            Some(&(self.question.id, self.asked_by)),
            before
                .map(|before| (before.question.id, before.asked_by))
                .as_ref(),
        );
        news.sections()
    }
}

/// Who asks, without naming a ward, since a ward's name reveals the diagnosis.
pub(super) fn asked_by(case: &Case) -> &'static str {
    let kind = case
        .parties
        .get(&case.coordinator)
        .map(|party| party.unit.kind);
    match kind {
        Some(UnitKind::HealthCentre | UnitKind::RegionalRehab) => "Vårdcentral",
        Some(
            UnitKind::HospitalWard
            | UnitKind::SpecialistClinic
            | UnitKind::HeadOffice
            | UnitKind::MunicipalPrimaryCare
            | UnitKind::MunicipalRehab
            | UnitKind::SocialServices
            | UnitKind::PlaceholderHealthCentre
            | UnitKind::PlaceholderMunicipality,
        )
        | None => "NU-sjukvården",
    }
}
