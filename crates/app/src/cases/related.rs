//! Other cases of the caller's unit about the same person: found when a case is opened, linked, and gone on
//! from (X4). Only the unit's own cases are searched: a case of another unit must show neither in an answer
//! nor in its time. The exception is another unit's case whose patient has consented to units of the region
//! working together, as in this one.

use std::sync::Arc;

use disclosure::{
    Disclosed,
    audience::RegionalCare,
    views::{OtherCoordinatorView, RelatedCaseView},
};
use domain::Case;
use vocabulary::{
    command::Command,
    opening::OpenCase,
    public_id::PublicId,
    refusal::Refusal,
    search::{CaseNumber, number_term},
};

use super::Notice;
use crate::{
    App, Caller, Which,
    access_log::{Action, COORDINATED_ELSEWHERE, RELATED},
    case_cache::Loaded,
    error::AppError,
};

/// The most cases that are compared.
const MOST: i64 = 20;

impl App {
    /// The cases of the caller's unit that have all of these terms and that the caller reads whole, but one.
    async fn own_cases(
        &self,
        caller: &Caller,
        terms: &[String],
        but: PublicId,
    ) -> Result<Vec<Arc<Loaded>>, AppError> {
        let unit = caller.unit().hsa_id.as_str();
        let found = store::search::find(unit, terms, MOST);
        let mut cases = Vec::new();
        for key in self.inner.database.read(found).await? {
            let other = self.load_by_key(&key).await?;
            let whole = self.inner.guard.sees_whole_case(&caller.actor, &other.case);
            if whole && other.case.id != but {
                cases.push(other);
            }
        }
        Ok(cases)
    }

    /// The case that a command names by its number; none when it names none, or the caller's unit has no
    /// such case.
    pub(super) async fn case_named(
        &self,
        caller: &Caller,
        case: PublicId,
        command: &Command,
    ) -> Result<Option<PublicId>, AppError> {
        let Some(number) = command.case_named() else {
            return Ok(None);
        };
        let found = self
            .own_cases(caller, &[number_term(&number)], case)
            .await?;
        let mut found = found.iter().filter(|other| number.is_of(other.case.id));
        Ok(found.next().map(|other| other.case.id))
    }

    /// Refuses to go on from a case that the caller's unit does not have, or that is open.
    pub(super) async fn may_go_on_from(
        &self,
        caller: &Caller,
        asked: &OpenCase,
    ) -> Result<(), AppError> {
        let Some(earlier) = asked.continues else {
            return Ok(());
        };
        let number = number_term(&CaseNumber::of(earlier));
        let nobody = PublicId::from_random([0; 16]);
        let found = self.own_cases(caller, &[number], nobody).await?;
        match found.iter().find(|other| other.case.id == earlier) {
            None => Err(Refusal::NoSuchCase.into()),
            Some(other) if other.case.is_open() => Err(Refusal::EarlierCaseOpen.into()),
            Some(_) => Ok(()),
        }
    }

    /// Other cases of the caller's unit about the same person, those that this case names and those that
    /// name it. Each that is shown is logged.
    ///
    /// # Errors
    /// [`AppError::NotFound`] when the caller does not read the case whole.
    pub async fn related_cases(
        &self,
        caller: &Caller,
        which: impl Into<Which<'_>>,
    ) -> Result<Disclosed<RegionalCare, Vec<RelatedCaseView>>, AppError> {
        let loaded = self.load_for(caller, which).await?;
        let case = &loaded.case;
        // Cases that name this one are found by its number.
        let mut numbers = vec![CaseNumber::of(case.id)];
        numbers.extend(case.related.iter().map(|other| CaseNumber::of(other.case)));
        let mut others: Vec<Arc<Loaded>> = Vec::new();
        for number in numbers {
            let terms = [number_term(&number)];
            for other in self.own_cases(caller, &terms, case.id).await? {
                if others.iter().all(|known| known.key != other.key) {
                    others.push(other);
                }
            }
        }
        let shown = self
            .inner
            .guard
            .related_cases(&caller.actor, case, &cases_of(&others))
            .ok_or(AppError::NotFound)?;
        for row in shown.view() {
            let other = others.iter().find(|other| other.case.id == row.id);
            let key = other.map(|other| other.key.as_str());
            self.note(caller, Action::View, key, RELATED).await?;
        }
        Ok(shown)
    }

    /// Other units of the region that coordinate a case of their own about the same person, when the patient
    /// has consented in both. Each that is shown is logged.
    ///
    /// # Errors
    /// [`AppError::NotFound`] when the caller does not read the case whole.
    pub async fn other_coordinators(
        &self,
        caller: &Caller,
        which: impl Into<Which<'_>>,
    ) -> Result<Disclosed<RegionalCare, Vec<OtherCoordinatorView>>, AppError> {
        let loaded = self.load_for(caller, which).await?;
        let others = self.agreed_cases(&loaded).await?;
        let shown = self
            .inner
            .guard
            .other_coordinators(&caller.actor, &loaded.case, &cases_of(&others))
            .ok_or(AppError::NotFound)?;
        for row in shown.view() {
            let other = others
                .iter()
                .find(|other| other.case.id.reference() == row.number);
            let key = other.map(|other| other.key.as_str());
            self.note(caller, Action::View, key, COORDINATED_ELSEWHERE)
                .await?;
        }
        Ok(shown)
    }

    /// The open cases with one of a case's numbers, when the patient has consented in both. Whether another
    /// case is read depends on that alone.
    pub(super) async fn agreed_cases(&self, loaded: &Loaded) -> Result<Vec<Arc<Loaded>>, AppError> {
        let mut others = Vec::new();
        if !loaded.case.has_consented() {
            return Ok(others);
        }
        let found = store::identifiers::find_agreed(&loaded.key);
        for key in self.inner.database.read(found).await? {
            others.push(self.load_by_key(&key).await?);
        }
        Ok(others)
    }

    /// Warnings about cases of the caller's unit whose person has the same name and birth date.
    pub(super) async fn namesake_warnings(
        &self,
        caller: &Caller,
        case: &Case,
    ) -> Result<Vec<Notice>, AppError> {
        let (person, mut warnings) = (&case.person, Vec::new());
        let terms = person.namesake_terms();
        if terms.is_empty() {
            return Ok(warnings);
        }
        let named = case.related.iter().map(|other| other.case);
        let named: Vec<PublicId> = named.collect();
        for other in self.own_cases(caller, &terms, case.id).await? {
            if other.case.person.is_namesake(person) && !named.contains(&other.case.id) {
                warnings.push(about(&other.case, "namn och födelsedatum"));
            }
        }
        Ok(warnings)
    }
}

/// The cases as the guard reads them.
pub(super) fn cases_of(loaded: &[Arc<Loaded>]) -> Vec<&Case> {
    loaded.iter().map(|loaded| &*loaded.case).collect()
}

/// The warning that a case of the unit may be about the same person, because both have the same of this.
pub(super) fn about(other: &Case, same: &str) -> Notice {
    let (code, detail) = if other.is_open() {
        (
            "same-person-in-another-case",
            format!(
                "Ni har ett annat öppet ärende om någon med samma {same}. Kontrollera om det är samma \
                 patient innan du startar ett till."
            ),
        )
    } else {
        (
            "earlier-case",
            format!(
                "Ni har ett avslutat ärende om någon med samma {same}. Är det samma patient kan du fortsätta \
                 från det."
            ),
        )
    };
    Notice {
        code: code.to_owned(),
        detail,
        case: Some(other.id),
    }
}
