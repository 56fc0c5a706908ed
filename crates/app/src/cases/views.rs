//! The views of a case. The guard makes each one for the caller who asks.

use disclosure::{
    AnyCase, DescribedCase, Disclosed, PlacedTelling,
    audience::{MunicipalCare, RegionalCare},
    views::{AddressView, AudienceRow, EventRow, OnSave, StepView},
};
use domain::Entry;
use vocabulary::{
    command::CommandKind,
    unit::{UnitCard, UnitKind},
};

use super::{CaseForCaller, related::cases_of};
use crate::{
    App, Caller,
    case_cache::{Loaded, Which},
    directory::NearUnit,
    error::AppError,
};

impl App {
    /// The case, as much of it as the caller may see.
    ///
    /// # Errors
    /// [`AppError::NotFound`] when there is none or the caller may not know of it.
    pub async fn case(
        &self,
        caller: &Caller,
        which: impl Into<Which<'_>>,
    ) -> Result<CaseForCaller, AppError> {
        let view = |loaded: &Loaded| ("case".into(), self.view(caller, loaded));
        let (_, view) = self.load_shown(caller, which.into(), view).await?;
        Ok(view)
    }

    pub(super) fn view(&self, caller: &Caller, loaded: &Loaded) -> Option<CaseForCaller> {
        let guard = &self.inner.guard;
        let (case, now) = (&loaded.case, self.now());
        let version = self.version_for(caller, loaded);
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
                    .signing(&caller.actor, case, version)
                    .map(CaseForCaller::Signing)
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
        let (steps, _) = self.steps_and_next(caller, which).await?;
        Ok(steps)
    }

    /// The steps of a case, and which one comes next; `None` when there is nothing left to do or
    /// wait for.
    ///
    /// # Errors
    /// [`AppError::NotFound`] when the caller is not regional care that is a party.
    pub async fn steps_and_next(
        &self,
        caller: &Caller,
        which: impl Into<Which<'_>>,
    ) -> Result<(Disclosed<RegionalCare, Vec<StepView>>, Option<usize>), AppError> {
        let which = which.into();
        let loaded = self.load_whole(caller, which, "steps").await?;
        let (library, now) = (&self.inner.library, self.now());
        let steps = self
            .inner
            .guard
            .steps_and_next(&caller.actor, &loaded.case, library, now);
        self.shown_on(which, caller, &loaded, "steps", steps).await
    }

    /// The view "Vem ser vad": who sees what.
    ///
    /// # Errors
    /// [`AppError::NotFound`] when the caller is not regional care that is a party.
    pub async fn audiences(
        &self,
        caller: &Caller,
        which: impl Into<Which<'_>>,
    ) -> Result<Disclosed<RegionalCare, Vec<AudienceRow>>, AppError> {
        let which = which.into();
        let loaded = self.load_whole(caller, which, "audiences").await?;
        let candidates = self.candidates(&loaded.case).await?;
        let told = self.told(&loaded).await?;
        let others = self.agreed_cases(&loaded).await?;
        let rows = self.inner.guard.audiences(
            &caller.actor,
            &loaded.case,
            &loaded.entries,
            told,
            &candidates,
            &cases_of(&others),
        );
        self.shown_on(which, caller, &loaded, "audiences", rows)
            .await
    }

    /// What happened in a case.
    ///
    /// # Errors
    /// [`AppError::NotFound`] when the caller is not regional care that is a party.
    pub async fn events(
        &self,
        caller: &Caller,
        which: impl Into<Which<'_>>,
    ) -> Result<Disclosed<RegionalCare, Vec<EventRow>>, AppError> {
        let which = which.into();
        let loaded = self.load_whole(caller, which, "events").await?;
        let told = self.told(&loaded).await?;
        let rows =
            self.inner
                .guard
                .events(&caller.actor, &loaded.case, loaded.placed_entries(), told);
        self.shown_on(which, caller, &loaded, "events", rows).await
    }

    /// What saving a step's form will tell whom. It is shown beside the form before it is saved.
    ///
    /// # Errors
    /// [`AppError::NotFound`] when the caller is not regional care that is a party.
    pub async fn on_save(
        &self,
        caller: &Caller,
        which: impl Into<Which<'_>>,
        command: CommandKind,
        step: Option<&str>,
    ) -> Result<Disclosed<RegionalCare, OnSave>, AppError> {
        let loaded = self.load_for(caller, which).await?;
        let (library, now) = (&self.inner.library, self.now());
        let state = step.and_then(|id| guidance::step(&loaded.case, library, id, now));
        self.inner
            .guard
            .on_save(&caller.actor, &loaded.case, command, state.as_ref())
            .ok_or(AppError::NotFound)
    }

    /// A hidden address, for staff of a regional party who ask to see it. The request is logged.
    ///
    /// # Errors
    /// [`AppError::NotFound`] when there is none, or the caller may not know of the case.
    pub async fn address(
        &self,
        caller: &Caller,
        id: &str,
    ) -> Result<Disclosed<RegionalCare, AddressView>, AppError> {
        let guard = &self.inner.guard;
        let address = |loaded: &Loaded| {
            let address = guard.regional_address(&caller.actor, &loaded.case);
            ("address".into(), address)
        };
        let (_, address) = self.load_shown(caller, id.into(), address).await?;
        Ok(address)
    }

    /// The address, for staff of the municipal party who ask to see it. The request is logged.
    ///
    /// # Errors
    /// As [`App::address`].
    pub async fn municipal_address(
        &self,
        caller: &Caller,
        id: &str,
    ) -> Result<Disclosed<MunicipalCare, AddressView>, AppError> {
        let guard = &self.inner.guard;
        let address = |loaded: &Loaded| {
            let address = guard.municipal_address(&caller.actor, &loaded.case);
            ("address".into(), address)
        };
        let (_, address) = self.load_shown(caller, id.into(), address).await?;
        Ok(address)
    }

    /// The units that could be added to a case, nearest first, for a picker. Kinds of unit that can
    /// never take part are left out.
    ///
    /// # Errors
    /// [`AppError::NotFound`] when the caller is not regional care that is a party.
    pub async fn units_to_add(
        &self,
        caller: &Caller,
        which: impl Into<Which<'_>>,
        kind: UnitKind,
    ) -> Result<Vec<NearUnit>, AppError> {
        let loaded = self.load_for(caller, which).await?;
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

    /// The other wards of the hospital where the patient lies, by name (X4).
    ///
    /// # Errors
    /// [`AppError::NotFound`] when the caller may not know of the case.
    pub async fn wards_of_hospital(
        &self,
        caller: &Caller,
        which: impl Into<Which<'_>>,
    ) -> Result<Vec<UnitCard>, AppError> {
        let loaded = self.load_for(caller, which).await?;
        let Some(hospital) = loaded.case.hospital() else {
            return Ok(Vec::new());
        };
        let directory = self.directory();
        let wards = directory.of_kind(UnitKind::HospitalWard);
        let mut wards: Vec<UnitCard> = wards
            .map(|unit| unit.card.clone())
            .filter(|unit| hospital.has_ward(unit) && unit.hsa_id != loaded.case.coordinator)
            .collect();
        wards.sort_by(|one, other| one.name.cmp(&other.name));
        Ok(wards)
    }

    /// The units that the case's pathway may bring in next, which "Vem ser vad" shows as possible.
    async fn candidates(&self, case: &DescribedCase) -> Result<Vec<UnitCard>, AppError> {
        let Some(residence) = case.residence.as_ref().map(|residence| &residence.value) else {
            return Ok(Vec::new());
        };
        let from = self
            .place_of(residence.municipality, residence.postal_code)
            .await?;
        let directory = self.directory();
        let nearest = |kind| directory.nearest_one(kind, from, |_| true);
        let municipal = directory.nearest_one(UnitKind::MunicipalPrimaryCare, from, |unit| {
            unit.municipality == Some(residence.municipality)
        });
        let candidates = [
            nearest(UnitKind::HealthCentre),
            nearest(UnitKind::RegionalRehab),
            municipal,
        ]
        .into_iter()
        .flatten()
        .filter(|unit| !case.is_party(&unit.hsa_id))
        .filter(|unit| self.inner.guard.may_be_offered(unit, case))
        .cloned()
        .collect();
        Ok(candidates)
    }

    /// The version of a case as the caller knows it.
    pub(crate) fn version_for(&self, caller: &Caller, loaded: &Loaded) -> u64 {
        self.inner
            .guard
            .version_for(&caller.actor, &loaded.case, loaded.version)
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
        (first, entries): (u64, &[Entry]),
        told: &[PlacedTelling],
    ) -> Result<Vec<serde_json::Value>, AppError> {
        let entries = (first..).zip(entries);
        let guard = &self.inner.guard;
        let Some(rows) = guard.events(&caller.actor, case, entries, told) else {
            return Ok(Vec::new());
        };
        rows.view()
            .iter()
            .map(|row| serde_json::to_value(row).map_err(|error| AppError::fault("events", &error)))
            .collect()
    }
}
