//! What the pages of a case ask for beside its views: the case with one row in the access log for
//! all that the page shows, where to go when a command has been saved, what the caller may do here,
//! the exact text of the message that leaves without a name, and who has looked.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use disclosure::{
    Disclosed,
    audience::{MigrationAgency, RegionalCare},
    views::{DeidentifiedInvitation, Moment, SeenRow},
};
use store::audit::{self, StoredAuditEntry};
use vocabulary::{hsa_id::HsaId, step::StepStatus};

use super::{CaseForCaller, Done};
use crate::{
    App, Caller,
    case_cache::{AtHand, Which},
    clock::unstamp,
    error::AppError,
};

/// How many rows of the log a case's page shows.
const SEEN: i64 = 400;

/// A page of a case, by what it shows somebody who sees the whole case. Its name in the access log
/// is stored: it is never changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CasePage {
    /// The case and nothing beside it.
    Case,
    /// A step's form, with all steps and who sees what.
    Steps,
    /// A page with who sees what.
    Audiences,
    /// A page with what has happened.
    Events,
    /// What has left or is on its way, letters too.
    Outbox,
    /// A letter.
    Letters,
    /// A form about a letter, with its text and who sees what.
    LetterForm,
    /// A form that came second, with what has happened meanwhile.
    Conflict,
}

impl CasePage {
    /// Its word in the access log, and the words of the views that it shows, in their order.
    fn row(self) -> (&'static str, &'static [&'static str]) {
        match self {
            Self::Case => ("case", &["case"]),
            Self::Steps => ("case-page", &["case", "steps", "audiences"]),
            Self::Audiences => ("audiences-page", &["case", "audiences"]),
            Self::Events => ("events-page", &["case", "events"]),
            Self::Outbox => ("outbox-page", &["case", "outbox", "letters"]),
            Self::Letters => ("letter-page", &["case", "letters"]),
            Self::LetterForm => (
                "letter-form-page",
                &["case", "audiences", "letters", "letter"],
            ),
            Self::Conflict => ("conflict-page", &["case", "steps", "events"]),
        }
    }

    /// Whether its row in the access log says that a view was shown.
    pub(crate) fn shows(self, what: &str) -> bool {
        self.row().1.contains(&what)
    }
}

/// Where to go when a command has been saved, and what to say there.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "independent facts that a redirect rests on"
)]
pub struct AfterSaving {
    /// Whether the caller still knows of the case; if not, nothing else here is true.
    pub known: bool,
    /// Whether the caller sees the whole case.
    pub whole: bool,
    /// Whether the caller may undo it.
    pub undoable: bool,
    /// Whether the step in which it was saved is done.
    pub step_done: bool,
    /// Whether the caller can do more in that step.
    pub left_in_step: bool,
    /// The address of the step to do next; none when nothing is left to do or wait for.
    pub next: Option<String>,
}

impl App {
    /// A case for one of its pages, as the caller may see it; to somebody who gets a share of it the
    /// page shows the share.
    ///
    /// # Errors
    /// [`AppError::NotFound`] when there is none or the caller may not know of it.
    pub async fn open_page(
        &self,
        caller: &Caller,
        id: &str,
        page: CasePage,
    ) -> Result<(CaseForCaller, AtHand), AppError> {
        let loaded = self.load(caller, id).await?;
        let view = self.view(caller, &loaded);
        let page = match &view {
            Some(CaseForCaller::Regional(_)) => page,
            // A share has no more on any page, and a no is a no to the case.
            Some(CaseForCaller::Municipal(_) | CaseForCaller::HeadOffice(_)) | None => {
                CasePage::Case
            }
        };
        let view = self.shown(caller, &loaded, page.row().0, view).await?;
        Ok((view, AtHand(loaded, Some(page))))
    }

    /// Where to go when a command has been saved in a step or beside the steps. No view is made, and
    /// nothing is left in the log: nobody is shown anything.
    ///
    /// # Errors
    /// When the store does not answer.
    pub async fn after_saving(
        &self,
        caller: &Caller,
        id: &str,
        done: &Done,
        step: Option<&str>,
    ) -> Result<AfterSaving, AppError> {
        let loaded = match &done.after.0 {
            Some(after) => Arc::clone(after),
            None => self.load(caller, id).await?,
        };
        let (guard, case) = (&self.inner.guard, &loaded.case);
        if !self.knows(caller, case) {
            return Ok(AfterSaving::default());
        }
        let mut after = AfterSaving {
            known: true,
            whole: guard.sees_whole_case(&caller.actor, case),
            ..AfterSaving::default()
        };
        if !after.whole {
            return Ok(after);
        }
        let reversible = case.reversible.as_ref();
        after.undoable = reversible.is_some_and(|latest| latest.staff == caller.staff_id());
        let Some(step) = step else {
            return Ok(after);
        };
        let steps = guidance::steps(case, &self.inner.library, self.now());
        after.next = guidance::next_step(&steps).map(|next| next.slug.to_owned());
        if let Some(same) = steps.iter().find(|state| state.slug == step) {
            after.step_done = same.status == StepStatus::Done;
            let mut actions = same.actions.iter();
            let may = |command| {
                guard
                    .may_command(&caller.actor, Some(case), command)
                    .allowed
            };
            after.left_in_step = same.is_to_do() && actions.any(|action| may(action.command()));
        }
        Ok(after)
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
        which: impl Into<Which<'_>>,
    ) -> Result<Option<Disclosed<MigrationAgency, DeidentifiedInvitation>>, AppError> {
        let loaded = self.load_for(caller, which).await?;
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
        which: impl Into<Which<'_>>,
    ) -> Result<Disclosed<RegionalCare, Vec<SeenRow>>, AppError> {
        let loaded = self.load_for(caller, which).await?;
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
                    for what in what.split(", ") {
                        if !seen.what.split(", ").any(|told| told == what) {
                            seen.what = format!("{}, {what}", seen.what);
                        }
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
        ("view", "case-page") => Some("Ärendet, Stegen, Vem ser vad"),
        ("view", "audiences-page") => Some("Ärendet, Vem ser vad"),
        ("view", "events-page") => Some("Ärendet, Händelserna"),
        ("view", "outbox-page") => Some("Ärendet, Utskicken, Breven"),
        ("view", "letter-page") => Some("Ärendet, Breven"),
        ("view", "letter-form-page") => Some("Ärendet, Vem ser vad, Breven"),
        ("view", "conflict-page") => Some("Ärendet, Stegen, Händelserna"),
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

#[cfg(test)]
mod tests {
    use guidance::Library;

    use super::{CasePage, looked_at};
    use crate::review::words;

    const ALL: [CasePage; 8] = [
        CasePage::Case,
        CasePage::Steps,
        CasePage::Audiences,
        CasePage::Events,
        CasePage::Outbox,
        CasePage::Letters,
        CasePage::LetterForm,
        CasePage::Conflict,
    ];

    #[test]
    fn each_page_has_a_word_of_its_own_in_the_log_and_is_read_as_the_views_it_shows() {
        let library = Library::builtin().unwrap();
        let mut words_of: Vec<&str> = ALL.map(|page| page.row().0).to_vec();
        words_of.sort_unstable();
        words_of.dedup();
        assert_eq!(words_of.len(), ALL.len());
        for page in ALL {
            let (word, views) = page.row();
            let looked = looked_at("view", word).unwrap();
            let said = words::said("view", word, &library, ToString::to_string).to_lowercase();
            assert!(!said.contains("annat i ärendet"), "{word}");
            for view in views {
                // A letter is one of the letters.
                let shown = if view.starts_with("letter") {
                    "Breven"
                } else {
                    looked_at("view", view).unwrap()
                };
                assert!(
                    looked.split(", ").any(|part| part == shown),
                    "{word}: {view}"
                );
                assert!(said.contains(&shown.to_lowercase()), "{word}: {view}");
            }
        }
    }
}
