//! The views of a case, each made by the guard for the caller who asks.

use disclosure::{
    AnyCase, DescribedCase, Disclosed,
    audience::RegionalCare,
    views::{AddressView, AudienceRow, EventRow, OnSave, StepView},
};
use domain::Entry;
use vocabulary::unit::{UnitCard, UnitKind};

use super::CaseForCaller;
use crate::{
    App, Caller,
    directory::NearUnit,
    error::AppError,
    ledger::{Loaded, Which},
};

impl App {
    /// The case as the caller may see it.
    ///
    /// # Errors
    /// [`AppError::NotFound`] when there is none or the caller may not know of it.
    pub async fn case(
        &self,
        caller: &Caller,
        which: impl Into<Which<'_>>,
    ) -> Result<CaseForCaller, AppError> {
        let loaded = self.load(caller, which).await?;
        let view = self.view(caller, &loaded);
        self.shown(caller, &loaded, "case", view).await
    }

    fn view(&self, caller: &Caller, loaded: &Loaded) -> Option<CaseForCaller> {
        let guard = &self.inner.guard;
        let (case, version, now) = (&loaded.case, loaded.version, self.now());
        let library = &self.inner.library;
        guard
            .regional_case(&caller.actor, case, version, library, now)
            .map(CaseForCaller::Regional)
            .or_else(|| {
                guard
                    .municipal_case(&caller.actor, case, version, library, now)
                    .map(CaseForCaller::Municipal)
            })
            .or_else(|| {
                guard
                    .head_office_case(&caller.actor, case, version)
                    .map(CaseForCaller::HeadOffice)
            })
    }

    /// The steps of a case.
    ///
    /// # Errors
    /// [`AppError::NotFound`] when the caller is not regional care that is a party.
    pub async fn steps(
        &self,
        caller: &Caller,
        which: impl Into<Which<'_>>,
    ) -> Result<Disclosed<RegionalCare, Vec<StepView>>, AppError> {
        let loaded = self.load(caller, which).await?;
        let steps =
            self.inner
                .guard
                .steps(&caller.actor, &loaded.case, &self.inner.library, self.now());
        self.shown(caller, &loaded, "steps", steps).await
    }

    /// "Vem ser vad".
    ///
    /// # Errors
    /// [`AppError::NotFound`] when the caller is not regional care that is a party.
    pub async fn audiences(
        &self,
        caller: &Caller,
        which: impl Into<Which<'_>>,
    ) -> Result<Disclosed<RegionalCare, Vec<AudienceRow>>, AppError> {
        let loaded = self.load(caller, which).await?;
        let candidates = self.candidates(&loaded.case).await?;
        let rows =
            self.inner
                .guard
                .audiences(&caller.actor, &loaded.case, &loaded.journal(), &candidates);
        self.shown(caller, &loaded, "audiences", rows).await
    }

    /// What happened in a case.
    ///
    /// # Errors
    /// [`AppError::NotFound`] when the caller is not regional care that is a party.
    pub async fn events(
        &self,
        caller: &Caller,
        id: &str,
    ) -> Result<Disclosed<RegionalCare, Vec<EventRow>>, AppError> {
        let loaded = self.load(caller, id).await?;
        let rows = self
            .inner
            .guard
            .events(&caller.actor, &loaded.case, &loaded.journal());
        self.shown(caller, &loaded, "events", rows).await
    }

    /// What saving a step's form will tell whom: shown beside the form before it is saved.
    ///
    /// # Errors
    /// [`AppError::NotFound`] when the caller is not regional care that is a party.
    pub async fn on_save(
        &self,
        caller: &Caller,
        which: impl Into<Which<'_>>,
        command: &str,
        step: Option<&str>,
    ) -> Result<Disclosed<RegionalCare, OnSave>, AppError> {
        let loaded = self.load_for(caller, which).await?;
        let states = guidance::steps(&loaded.case, &self.inner.library, self.now());
        let state = states.iter().find(|state| step == Some(state.id));
        self.inner
            .guard
            .on_save(&caller.actor, &loaded.case, command, state)
            .ok_or(AppError::NotFound)
    }

    /// The address of a protected identity, when somebody of a regional party asks to see it; the
    /// asking is logged.
    ///
    /// # Errors
    /// [`AppError::NotFound`] when there is none, or the caller may not know of the case.
    pub async fn address(
        &self,
        caller: &Caller,
        id: &str,
    ) -> Result<Disclosed<RegionalCare, AddressView>, AppError> {
        let loaded = self.load(caller, id).await?;
        let address = self
            .inner
            .guard
            .regional_address(&caller.actor, &loaded.case);
        self.shown(caller, &loaded, "address", address).await
    }

    /// The units that could be added to a case, nearest first, for a picker. Kinds that can never
    /// take part are absent.
    ///
    /// # Errors
    /// [`AppError::NotFound`] when the caller is not regional care that is a party.
    pub async fn units_to_add(
        &self,
        caller: &Caller,
        id: &str,
        kind: UnitKind,
    ) -> Result<Vec<NearUnit>, AppError> {
        let loaded = self.load_for(caller, id).await?;
        if kind.is_never_a_party() || kind.is_placeholder() {
            return Ok(Vec::new());
        }
        let residence = loaded
            .case
            .residence
            .as_ref()
            .map(|residence| &residence.value);
        let directory = self.directory();
        let Some(residence) = residence else {
            let units = directory.of_kind(kind);
            return Ok(units
                .map(|unit| NearUnit {
                    unit: unit.card.clone(),
                    kilometres: None,
                })
                .collect());
        };
        let from = self
            .place_of(residence.municipality, residence.postal_code)
            .await?;
        let mut near = directory.nearest(kind, from);
        if kind == UnitKind::MunicipalPrimaryCare {
            near.retain(|near| near.unit.municipality == Some(residence.municipality));
        }
        Ok(near)
    }

    /// The units that the case's pathway may bring in next: what "Vem ser vad" shows as possible.
    async fn candidates(&self, case: &DescribedCase) -> Result<Vec<UnitCard>, AppError> {
        let Some(residence) = case.residence.as_ref().map(|residence| &residence.value) else {
            return Ok(Vec::new());
        };
        let from = self
            .place_of(residence.municipality, residence.postal_code)
            .await?;
        let directory = self.directory();
        let nearest = |kind| {
            directory
                .nearest(kind, from)
                .into_iter()
                .map(|near| near.unit)
        };
        let municipal = nearest(UnitKind::MunicipalPrimaryCare)
            .find(|unit| unit.municipality == Some(residence.municipality));
        let candidates = [
            nearest(UnitKind::HealthCentre).next(),
            nearest(UnitKind::RegionalRehab).next(),
            municipal,
        ]
        .into_iter()
        .flatten()
        .filter(|unit| !case.is_party(&unit.hsa_id))
        .filter(|unit| self.inner.guard.may_be_offered(unit, case))
        .collect();
        Ok(candidates)
    }

    pub(crate) fn knows(&self, caller: &Caller, case: &dyn AnyCase) -> bool {
        self.inner
            .guard
            .relation_of(&caller.actor, case)
            .knows_the_case()
    }

    pub(super) fn new_events(
        &self,
        caller: &Caller,
        case: &dyn AnyCase,
        entries: &[Entry],
    ) -> Result<Vec<serde_json::Value>, AppError> {
        let Some(rows) = self.inner.guard.events(&caller.actor, case, entries) else {
            return Ok(Vec::new());
        };
        rows.view()
            .iter()
            .map(|row| serde_json::to_value(row).map_err(|error| AppError::fault("events", &error)))
            .collect()
    }
}
