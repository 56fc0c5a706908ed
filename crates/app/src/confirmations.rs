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
use store::reviews;
use vocabulary::{calendar::local_date, mistake::Mistake, text::tidy_line};

use crate::{
    App, Caller,
    access_log::Action,
    administration::{
        Change,
        beside::{BesideChange, ConfirmedState},
        logged_change,
    },
    aggregate::{Act, Aggregate, Decided},
    command_context::Request,
    error::AppError,
};

/// The longest text, in characters, about what was reviewed: log review reads it in a list.
const LONGEST_CHECKED: usize = 500;
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

/// The confirmations of all guidance: the latest of each.
#[derive(Debug, Clone, Default)]
struct Confirmed(BTreeMap<String, Confirmation>);

impl Aggregate for Confirmed {
    type Event = Confirmation;
    const STREAM: &'static str = "guidance-confirmations";

    fn kind(_: &Confirmation) -> &'static str {
        "guidance_confirmed"
    }

    fn evolve(&mut self, event: Confirmation) {
        self.0.insert(event.guidance.clone(), event);
    }
}

/// The same, kept in memory.
#[derive(Debug, Default)]
pub(crate) struct Confirmations(RwLock<Arc<Confirmed>>);

/// What an administrator asks to confirm.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConfirmationDraft {
    /// Guidance id and version.
    pub guidance: String,
    /// The last day it holds.
    pub until: Date,
    /// What was reviewed.
    pub checked: String,
}

impl App {
    /// The latest confirmation of a guidance, even one that has run out.
    #[must_use]
    pub fn guidance_confirmation(&self, guidance: &str) -> Option<Confirmation> {
        let all = &self.inner.confirmations.0;
        let all = all.read().unwrap_or_else(PoisonError::into_inner);
        all.0.get(guidance).cloned()
    }

    /// The version of the confirmations, which the form that adds one carries.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn confirmations_version(&self) -> Result<u64, AppError> {
        self.version_of::<Confirmed>().await
    }

    /// Confirms that expired guidance still holds. `expected` is the version that the caller saw.
    ///
    /// # Errors
    /// Mistakes in `until` and `checked`; [`AppError::NotFound`] for guidance that does not exist
    /// or whose date has not passed; [`AppError::Stale`] when somebody else was first;
    /// [`vocabulary::refusal::Refusal::NotYourTask`] unless the caller is an administrator.
    pub async fn confirm_guidance(
        &self,
        caller: &Caller,
        draft: &ConfirmationDraft,
        expected: u64,
        request: Option<&Request>,
    ) -> Result<(), AppError> {
        self.administers(caller).await?;
        let now = self.now();
        let today = local_date(now);
        let checked = &*tidy_line(&draft.checked);
        let pack = self.inner.library.pack(&draft.guidance);
        let pack = pack.filter(|pack| pack.expired_on(today));
        let title = pack.ok_or(AppError::NotFound)?.document.title.clone();
        let mistakes = mistakes(draft.until, checked, today);
        if !mistakes.is_empty() {
            return Err(AppError::Mistakes(mistakes));
        }
        let confirmation = Confirmation {
            guidance: draft.guidance.clone(),
            by: Actor::signature(&caller.actor),
            at: now,
            until: draft.until,
            checked: checked.to_owned(),
        };
        let act = Act {
            caller,
            expected,
            request,
        };
        self.act::<Confirmed>(act, |known| {
            let state = |known: &Confirmation| ConfirmedState {
                until: known.until,
                checked: known.checked.clone(),
            };
            let change = Change::Beside(BesideChange::Guidance {
                guidance: draft.guidance.clone(),
                title,
                before: known.0.get(&draft.guidance).map(state),
                after: state(&confirmation),
            });
            let reviews = self.raised_by(caller, &change, None, now)?;
            Ok(Decided {
                events: vec![confirmation],
                also: reviews.iter().map(reviews::raise).collect(),
                logged: (Action::Administer, logged_change(change)?),
            })
        })
        .await?;
        self.reload_confirmations().await
    }

    /// Reads the confirmations from the store again.
    pub(crate) async fn reload_confirmations(&self) -> Result<(), AppError> {
        let head = self.head::<Confirmed>().await?;
        let all = &self.inner.confirmations.0;
        *all.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(head.state);
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
    if checked.chars().count() > LONGEST_CHECKED {
        let detail = format!("Texten är för lång. Skriv högst {LONGEST_CHECKED} tecken.");
        mistakes.push(Mistake::new("checked", "too-long", detail));
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
