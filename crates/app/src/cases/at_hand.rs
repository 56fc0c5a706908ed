//! What the pages of a case need beside its views: the step to open, what the caller may do here,
//! the exact text of the message that leaves without a name, and who has looked.

use std::collections::{BTreeMap, BTreeSet};

use disclosure::{
    Disclosed,
    audience::{MigrationAgency, RegionalCare},
    views::{DeidentifiedInvitation, Moment, SeenRow},
};
use store::audit::{self, StoredAuditEntry};
use vocabulary::hsa_id::HsaId;

use crate::{App, Caller, clock::unstamp, error::AppError, ledger::Which};

/// How many rows of the log a case's page shows.
const SEEN: i64 = 400;

impl App {
    /// The address of the step to do next; none when nothing is left to do or wait for.
    ///
    /// # Errors
    /// [`AppError::NotFound`] when the caller is not regional care that is a party.
    pub async fn next_step(&self, caller: &Caller, id: &str) -> Result<Option<String>, AppError> {
        let loaded = self.load_for(caller, id).await?;
        let (library, now) = (&self.inner.library, self.now());
        if !self
            .inner
            .guard
            .sees_whole_case(&caller.actor, &loaded.case)
        {
            return Err(AppError::NotFound);
        }
        let steps = guidance::steps(&loaded.case, library, now);
        Ok(guidance::next_step(&steps).map(|step| step.slug.to_owned()))
    }

    /// Which of these commands the policies let the caller give on a case.
    ///
    /// # Errors
    /// [`AppError::NotFound`] when there is no such case or the caller may not know of it.
    pub async fn may_on(
        &self,
        caller: &Caller,
        which: impl Into<Which<'_>>,
        commands: &[&'static str],
    ) -> Result<BTreeSet<&'static str>, AppError> {
        let loaded = self.load_for(caller, which).await?;
        let allowed = commands.iter().copied().filter(|command| {
            self.inner
                .guard
                .may_command(&caller.actor, Some(&loaded.case), command)
                .allowed
        });
        Ok(allowed.collect())
    }

    /// The message to Migrationsverket exactly as it would leave now; none when it may not.
    ///
    /// # Errors
    /// [`AppError::NotFound`] when there is no such case or the caller may not know of it.
    pub async fn invitation(
        &self,
        caller: &Caller,
        id: &str,
    ) -> Result<Option<Disclosed<MigrationAgency, DeidentifiedInvitation>>, AppError> {
        let loaded = self.load_for(caller, id).await?;
        Ok(self.inner.guard.invitation(&loaded.case).ok())
    }

    /// Who has looked at a case, the latest first. What one person looked at in one minute is one
    /// row.
    ///
    /// # Errors
    /// [`AppError::NotFound`] when the caller is not regional care that is a party.
    pub async fn seen(
        &self,
        caller: &Caller,
        id: &str,
    ) -> Result<Disclosed<RegionalCare, Vec<SeenRow>>, AppError> {
        let loaded = self.load_for(caller, id).await?;
        let log = self
            .inner
            .database
            .read(audit::of_case(&loaded.key, SEEN))
            .await?;
        let mut names = BTreeMap::new();
        for row in &log {
            if !names.contains_key(&row.entry.actor) {
                let name = self.staff_name(&row.entry.actor).await?;
                names.insert(row.entry.actor.clone(), name);
            }
        }
        let rows = self.gathered(&log, &names);
        self.inner
            .guard
            .seen(&caller.actor, &loaded.case, rows)
            .ok_or(AppError::NotFound)
    }

    fn gathered(&self, log: &[StoredAuditEntry], names: &BTreeMap<String, String>) -> Vec<SeenRow> {
        let directory = self.directory();
        let mut rows: Vec<(String, SeenRow)> = Vec::new();
        for row in log {
            let Some(what) = looked_at(&row.entry.action, &row.entry.detail) else {
                continue;
            };
            let Some(at) = unstamp(&row.entry.at) else {
                continue;
            };
            let minute = row.entry.at.get(..16).unwrap_or_default();
            let who = format!("{minute} {} {}", row.entry.actor, row.entry.unit);
            match rows.last_mut() {
                Some((key, seen)) if *key == who => {
                    if !seen.what.split(", ").any(|told| told == what) {
                        seen.what = format!("{}, {what}", seen.what);
                    }
                }
                Some(_) | None => {
                    let unit = HsaId::parse(&row.entry.unit).ok();
                    let unit = unit.and_then(|id| directory.unit(&id).cloned());
                    let seen = SeenRow {
                        at: Moment(at),
                        by: names.get(&row.entry.actor).cloned().unwrap_or_default(),
                        unit: unit.map(|unit| unit.name).unwrap_or_default(),
                        what: what.to_owned(),
                    };
                    rows.push((who, seen));
                }
            }
        }
        rows.into_iter().map(|(_, row)| row).collect()
    }
}

/// What was looked at, in words; none for what is told among the events instead.
fn looked_at(action: &str, detail: &str) -> Option<&'static str> {
    match (action, detail) {
        ("view", "case") => Some("Ärendet"),
        ("view", "steps") => Some("Stegen"),
        ("view", "audiences") => Some("Vem ser vad"),
        ("view", "events") => Some("Händelserna"),
        ("view", "outbox") => Some("Utskicken"),
        ("view", "emergency") => Some("Ärendet i nödöppning"),
        ("view", "question") => Some("Frågan till kommunen"),
        ("view", "address") => Some("Den dolda adressen"),
        ("view", _) => Some("Annat i ärendet"),
        ("emergency", _) => Some("Nödöppnade ärendet"),
        ("search", _) => Some("Hittade ärendet vid sökning"),
        ("print", _) => Some("Skrev ut"),
        ("deny", "case" | "steps" | "audiences" | "events" | "outbox" | "address" | "question") => {
            Some("Försökte se något utan rätt till det")
        }
        ("deny", "emergency") => Some("Försökte nödöppna ärendet"),
        ("deny", _) => Some("Försökte något som inte var tillåtet"),
        _ => None,
    }
}
