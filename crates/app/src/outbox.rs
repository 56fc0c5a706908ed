//! What is on its way out of a case: to its regional parties by row, to an administrator as counts
//! without a case.

use disclosure::{
    Disclosed,
    audience::{AdministratorStaff, RegionalCare},
    views::{Moment, OutboxCount, OutboxRow},
};
use store::outbox;
use vocabulary::{
    audience::{OutboundChannel, OutboxState},
    choice::Choice as _,
    public_id::PublicId,
};

use crate::{App, Caller, clock::unstamp, error::AppError};

impl App {
    /// Everything on its way out of a case.
    ///
    /// # Errors
    /// [`AppError::NotFound`] when the caller is not regional care that is a party.
    pub async fn outbox(
        &self,
        caller: &Caller,
        id: &str,
    ) -> Result<Disclosed<RegionalCare, Vec<OutboxRow>>, AppError> {
        let loaded = self.load_for(caller, id).await?;
        let rows = self
            .inner
            .database
            .read(outbox::of_case(&loaded.key))
            .await?;
        let rows = rows.into_iter().map(view).collect::<Result<_, _>>()?;
        let rows = self.inner.guard.outbox(&caller.actor, &loaded.case, rows);
        self.shown(caller, &loaded, "outbox", rows).await
    }

    /// How many rows each channel has in each state, over all cases.
    ///
    /// # Errors
    /// [`AppError::NotFound`] for anybody but an administrator.
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
                    count: u64::try_from(count.rows).unwrap_or(0),
                })
            })
            .collect::<Result<_, AppError>>()?;
        self.inner
            .guard
            .outbox_counts(&caller.actor, counts)
            .ok_or(AppError::NotFound)
    }
}

fn corrupt() -> AppError {
    AppError::Fault {
        place: "outbox",
        detail: "a row cannot be read".to_owned(),
    }
}

fn view(row: outbox::OutboxRow) -> Result<OutboxRow, AppError> {
    Ok(OutboxRow {
        id: PublicId::parse(&row.id).ok_or_else(corrupt)?,
        audience: row.audience,
        channel: OutboundChannel::from_code(&row.channel).ok_or_else(corrupt)?,
        subject: row.subject,
        state: OutboxState::from_code(row.state.name()).ok_or_else(corrupt)?,
        reason: row.reason,
        queued_at: Moment(unstamp(&row.created_at).ok_or_else(corrupt)?),
    })
}
