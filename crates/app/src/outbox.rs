//! What is on its way out of a case: the rows for its regional parties, and counts without cases
//! for an administrator.

use disclosure::{
    AnyCase as _, Disclosed,
    audience::{AdministratorStaff, RegionalCare},
    views::{Moment, OutboxCount, OutboxFault, OutboxRow, UnitOutboxRow},
};
use store::outbox;
use vocabulary::{
    audience::{OutboundChannel, OutboxState},
    choice::Choice as _,
    public_id::PublicId,
};

use crate::{
    App, Caller, access_log::Action, case_cache::Which, clock::unstamp, delivery::in_words,
    error::AppError,
};

/// How many rows a unit's page shows. More than that at once means that a server is down.
const SHOWN: i64 = 200;

impl App {
    /// Everything on its way out of a case.
    ///
    /// # Errors
    /// [`AppError::NotFound`] when the caller is not regional care that is a party.
    pub async fn outbox(
        &self,
        caller: &Caller,
        which: impl Into<Which<'_>>,
    ) -> Result<Disclosed<RegionalCare, Vec<OutboxRow>>, AppError> {
        let which = which.into();
        let loaded = self.load_for(caller, which).await?;
        let rows = self
            .inner
            .database
            .read(outbox::of_case(&loaded.key))
            .await?;
        let rows = rows.into_iter().map(view).collect::<Result<_, _>>()?;
        let rows = self.inner.guard.outbox(&caller.actor, &loaded.case, rows);
        self.shown_on(which, caller, &loaded, "outbox", rows).await
    }

    /// What waits to be sent, is uncertain or has failed in the cases of the caller's unit.
    ///
    /// # Errors
    /// [`AppError::NotFound`] when the caller is not regional care.
    pub async fn outbox_of_unit(
        &self,
        caller: &Caller,
    ) -> Result<Disclosed<RegionalCare, Vec<UnitOutboxRow>>, AppError> {
        let unit = caller.unit().hsa_id.as_str();
        let rows = outbox::of_unit(unit, SHOWN);
        let mut found = Vec::new();
        for row in self.inner.database.read(rows).await? {
            let loaded = self.load_by_key(&row.case_key).await?;
            found.push((loaded, view(row)?));
        }
        let pairs = found
            .iter()
            .map(|(loaded, row)| (loaded.case.asked(), row.clone()));
        let disclosed = self
            .inner
            .guard
            .outbox_of_unit(&caller.actor, pairs)
            .ok_or(AppError::NotFound)?;
        for shown in disclosed.view() {
            let key = found
                .iter()
                .find(|(loaded, _)| loaded.case.id == shown.case);
            let key = key.map(|(loaded, _)| loaded.key.as_str());
            self.note(caller, Action::View, key, "outbox").await?;
        }
        Ok(disclosed)
    }

    /// Why sending has failed, over all cases.
    ///
    /// # Errors
    /// [`AppError::NotFound`] unless the caller is an administrator.
    pub async fn outbox_faults(
        &self,
        caller: &Caller,
    ) -> Result<Disclosed<AdministratorStaff, Vec<OutboxFault>>, AppError> {
        let faults = self.inner.database.read(outbox::faults()).await?;
        let faults = faults
            .into_iter()
            .map(|found| {
                Ok(OutboxFault {
                    channel: OutboundChannel::from_code(&found.channel).ok_or_else(corrupt)?,
                    fault: in_words(&found.fault),
                    count: u64::try_from(found.rows).ok(),
                })
            })
            .collect::<Result<_, AppError>>()?;
        self.inner
            .guard
            .outbox_faults(&caller.actor, faults)
            .ok_or(AppError::NotFound)
    }

    /// How many rows each channel has in each state, over all cases.
    ///
    /// # Errors
    /// [`AppError::NotFound`] unless the caller is an administrator.
    pub async fn outbox_counts(
        &self,
        caller: &Caller,
    ) -> Result<Disclosed<AdministratorStaff, Vec<OutboxCount>>, AppError> {
        let counts = self.inner.database.read(outbox::counts()).await?;
        let counts = counts
            .into_iter()
            .map(|count| {
                Ok(OutboxCount {
                    channel: OutboundChannel::from_code(&count.channel).ok_or_else(corrupt)?,
                    state: OutboxState::from_code(count.state.name()).ok_or_else(corrupt)?,
                    count: u64::try_from(count.rows).ok(),
                })
            })
            .collect::<Result<Vec<_>, AppError>>()?;
        self.inner
            .guard
            .outbox_counts(&caller.actor, &counts)
            .ok_or(AppError::NotFound)
    }
}

fn corrupt() -> AppError {
    AppError::Fault {
        place: "outbox",
        detail: "a row cannot be read".to_owned(),
    }
}

fn view(row: outbox::StoredOutboxRow) -> Result<OutboxRow, AppError> {
    let tried = row.state == outbox::StoredOutboxState::Queued && row.attempts > 0;
    let not_before = unstamp(&row.not_before).filter(|_| tried);
    Ok(OutboxRow {
        tries: u64::try_from(row.attempts).unwrap_or(0),
        next_try: not_before.map(Moment),
        id: PublicId::parse(&row.id).ok_or_else(corrupt)?,
        audience: row.audience,
        channel: OutboundChannel::from_code(&row.channel).ok_or_else(corrupt)?,
        subject: row.subject,
        state: OutboxState::from_code(row.state.name()).ok_or_else(corrupt)?,
        reason: row.reason,
        queued_at: Moment(unstamp(&row.created_at).ok_or_else(corrupt)?),
    })
}
