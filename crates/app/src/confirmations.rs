//! Guidance whose date has passed, which an administrator has reviewed and confirmed to hold a
//! while longer (VV.1). A confirmation replaces nothing: the date is still shown as passed, with
//! the confirmation beside it.

use std::{
    collections::BTreeMap,
    sync::{Arc, PoisonError, RwLock},
};

use domain::Actor;
use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};
use store::{Work, journal::StoredEvent, streams};
use vocabulary::{calendar::local_date, mistake::Mistake};

use crate::{
    App, Caller,
    administration::{Change, ConfirmedState},
    clock::stamp,
    error::AppError,
};

/// The store's stream of confirmations.
const STREAM: &str = "guidance-confirmations";
/// The only kind of event in that stream.
const CONFIRMED: &str = "guidance_confirmed";
/// The longest time, in days, that a confirmation may hold before somebody reviews again.
const LONGEST_DAYS: i32 = 366;

/// Somebody has reviewed expired guidance and found that it still holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Confirmation {
    /// Guidance id and version, for example `vagledning-fyrbodal@2025-07-01`.
    pub guidance: String,
    /// Name and role of whoever confirmed it.
    pub by: String,
    pub at: Timestamp,
    /// The last day it holds.
    pub until: Date,
    /// What was reviewed.
    pub checked: String,
}

/// The latest confirmation of each guidance.
#[derive(Debug, Default)]
pub(crate) struct Confirmations(RwLock<Arc<BTreeMap<String, Confirmation>>>);

impl App {
    /// The latest confirmation of a guidance, even one that has run out.
    #[must_use]
    pub fn guidance_confirmation(&self, guidance: &str) -> Option<Confirmation> {
        let all = &self.inner.confirmations.0;
        let all = all.read().unwrap_or_else(PoisonError::into_inner);
        all.get(guidance).cloned()
    }

    /// Confirms that expired guidance still holds.
    ///
    /// # Errors
    /// Mistakes in `until` and `checked`; [`AppError::NotFound`] for guidance that does not exist
    /// or whose date has not passed; [`vocabulary::refusal::Refusal::NotYourTask`] unless the
    /// caller is an administrator.
    pub async fn confirm_guidance(
        &self,
        caller: &Caller,
        guidance: &str,
        until: Date,
        checked: &str,
    ) -> Result<(), AppError> {
        self.administers(caller).await?;
        let now = self.now();
        let today = local_date(now);
        let pack = self.inner.library.pack(guidance);
        let pack = pack.filter(|pack| pack.expired_on(today));
        let title = pack.ok_or(AppError::NotFound)?.document.title.clone();
        let mistakes = mistakes(until, checked.trim(), today);
        if !mistakes.is_empty() {
            return Err(AppError::Mistakes(mistakes));
        }
        let confirmation = Confirmation {
            guidance: guidance.to_owned(),
            by: Actor::signature(&caller.actor),
            at: now,
            until,
            checked: checked.trim().to_owned(),
        };
        let registers = self.administration_version().await?;
        let version = self
            .inner
            .database
            .read_one(streams::version(STREAM))
            .await?;
        let seq = version.unwrap_or(0) + 1;
        let mut work = Work::new();
        work.guard(match version {
            Some(version) => streams::advance(STREAM, version, seq),
            None => streams::begin(STREAM, seq),
        });
        work.push(streams::append(StoredEvent {
            case_key: STREAM.to_owned(),
            seq,
            kind: CONFIRMED.to_owned(),
            version: 1,
            payload: serde_json::to_string(&confirmation)
                .map_err(|error| AppError::fault("confirmation", &error))?,
            at: stamp(now),
            actor: caller.staff_id().to_owned(),
            unit: caller.unit().hsa_id.as_str().to_owned(),
            prev_hash: Vec::new(),
        }));
        let state = |known: Confirmation| ConfirmedState {
            until: known.until,
            checked: known.checked,
        };
        let change = Change::Guidance {
            guidance: guidance.to_owned(),
            title,
            before: self.guidance_confirmation(guidance).map(state),
            after: state(confirmation),
        };
        self.write_change(caller, change, None, registers, work)
            .await?;
        self.reload_confirmations().await
    }

    /// Reads the confirmations from the store again.
    pub(crate) async fn reload_confirmations(&self) -> Result<(), AppError> {
        let events = self
            .inner
            .database
            .read(streams::events_after(STREAM, 0))
            .await?;
        let mut latest = BTreeMap::new();
        for event in events {
            let confirmation: Confirmation = serde_json::from_str(&event.payload)
                .map_err(|error| AppError::unreadable("confirmation", &error))?;
            latest.insert(confirmation.guidance.clone(), confirmation);
        }
        let all = &self.inner.confirmations.0;
        *all.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(latest);
        Ok(())
    }
}

fn mistakes(until: Date, checked: &str, today: Date) -> Vec<Mistake> {
    let mut mistakes = Vec::new();
    let days = (until - today).get_days();
    if days < 0 {
        mistakes.push(Mistake::new(
            "until",
            "in-the-past",
            "Datumet har passerat. Skriv den sista dagen som bekräftelsen ska gälla.",
        ));
    } else if days > LONGEST_DAYS {
        mistakes.push(Mistake::new(
            "until",
            "too-far",
            "En bekräftelse gäller högst ett år. Skriv ett datum inom ett år.",
        ));
    }
    if checked.is_empty() {
        mistakes.push(Mistake::new(
            "checked",
            "required",
            "Skriv vad du har kontrollerat och hos vem.",
        ));
    }
    mistakes
}
