//! What the pages of a case need besides its views: the case itself with one log row for everything
//! that the page shows, where to go after saving, what the caller may do here, the exact text of
//! the de-identified message, and who has viewed the case.

use std::{
    borrow::Cow,
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use disclosure::{
    Disclosed,
    audience::{MigrationAgency, RegionalCare},
    views::{DeidentifiedInvitation, Moment, OpenEndRow, SeenRow},
};
use store::audit::{self, StoredAuditEntry};
use vocabulary::{command::CommandKind, step::StepStatus};

use super::{CaseForCaller, Done, version_of_plan};
use crate::{
    App, Caller,
    case_cache::{AtHand, Loaded, Which},
    clock::unstamp,
    error::AppError,
    review::words::of_plan,
};

/// How many rows of the log are read for a case's page.
const SEEN: i64 = 400;

/// A page of a case, named by what it shows to somebody who sees the whole case. Its code in the
/// access log is stored and must never change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CasePage {
    /// Only the case.
    Case,
    /// A step's form, with all steps and who sees what.
    Steps,
    Audiences,
    Events,
    /// What has been sent or is on its way, letters included.
    Outbox,
    Letters,
    /// A form about a letter, with its text and who sees what.
    LetterForm,
    /// A form that was saved too late, with what has happened meanwhile.
    Conflict,
    /// The plan, also for a reader of a share.
    Plan,
}

impl CasePage {
    /// Its code in the access log, and the codes of the views that it shows, in order.
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
            Self::Plan => ("plan-page", &["case", "plan"]),
        }
    }

    /// Whether its row in the access log covers a view.
    pub(crate) fn shows(self, what: &str) -> bool {
        self.row().1.contains(&what)
    }
}

/// Where to go after a command was saved, and what to say there.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "independent facts that a redirect rests on"
)]
pub struct AfterSaving {
    /// Whether the caller may still know of the case. If not, everything else here is false or
    /// empty.
    pub known: bool,
    /// Whether the caller sees the whole case.
    pub whole: bool,
    /// Whether the caller may undo the command.
    pub undoable: bool,
    /// Whether the step it was saved in is done.
    pub step_done: bool,
    /// Whether the caller can do more in that step.
    pub left_in_step: bool,
    /// The URL segment of the next step; `None` when there is nothing left to do or wait for.
    pub next: Option<String>,
}

impl App {
    /// A case for one of its pages. A caller who gets a share of the case sees that share instead.
    ///
    /// # Errors
    /// [`AppError::NotFound`] when there is none or the caller may not know of it.
    pub async fn open_page(
        &self,
        caller: &Caller,
        id: &str,
        page: CasePage,
    ) -> Result<(CaseForCaller, AtHand), AppError> {
        let view = |loaded: &Loaded| {
            let view = self.view(caller, loaded);
            let page = match &view {
                Some(CaseForCaller::Regional(_)) => page,
                Some(CaseForCaller::Municipal(_)) if page == CasePage::Plan => page,
                // A share has the same content on every page, and a refusal is a refusal of the case.
                Some(
                    CaseForCaller::Municipal(_)
                    | CaseForCaller::Signing(_)
                    | CaseForCaller::HeadOffice(_),
                )
                | None => CasePage::Case,
            };
            let what = page.row().0;
            let what = if page == CasePage::Plan {
                Cow::Owned(version_of_plan(what, &loaded.case))
            } else {
                Cow::Borrowed(what)
            };
            (what, view.map(|view| (view, page)))
        };
        let (loaded, (view, page)) = self.load_shown(caller, id.into(), view).await?;
        Ok((view, AtHand(loaded, Some(page))))
    }

    /// Where to go after a command was saved, in a step or outside the steps. It makes no view and
    /// logs nothing, because nothing is shown.
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
            Some(after) => self.knows(caller, &after.case).then(|| Arc::clone(after)),
            None => self.load_if_known(caller, id).await?,
        };
        let Some(loaded) = loaded else {
            return Ok(AfterSaving::default());
        };
        let (guard, case) = (&self.inner.guard, &loaded.case);
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

    /// Which of these commands the policies allow the caller to give on a case, and that a closed
    /// case does not rule out.
    ///
    /// # Errors
    /// [`AppError::NotFound`] when there is no such case or the caller may not know of it.
    pub async fn may_on<'c>(
        &self,
        caller: &Caller,
        which: impl Into<Which<'_>>,
        commands: &[&'c str],
    ) -> Result<BTreeSet<&'c str>, AppError> {
        let loaded = self.load_for(caller, which).await?;
        let possible = |command: &str| {
            CommandKind::from_name(command)
                .is_none_or(|kind| !domain::ruled_out(&loaded.case, kind))
        };
        let allowed = commands.iter().copied().filter(|command| {
            possible(command)
                && self
                    .inner
                    .guard
                    .may_command(&caller.actor, Some(&loaded.case), command)
                    .allowed
        });
        Ok(allowed.collect())
    }

    /// What is still open in a case that somebody wants to close (X4).
    ///
    /// # Errors
    /// [`AppError::NotFound`] when the caller is not regional care that is a party.
    pub async fn open_ends(
        &self,
        caller: &Caller,
        which: impl Into<Which<'_>>,
    ) -> Result<Disclosed<RegionalCare, Vec<OpenEndRow>>, AppError> {
        let loaded = self.load_for(caller, which).await?;
        self.inner
            .guard
            .open_ends(&caller.actor, &loaded.case, self.now())
            .ok_or(AppError::NotFound)
    }

    /// The message to Migrationsverket exactly as it would be sent now; `None` when it may not be
    /// sent.
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

    /// Who has viewed a case, the latest first. Everything that one person viewed within one minute
    /// is one row.
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
        let mut rows: Vec<(String, SeenRow)> = Vec::new();
        for row in log {
            let (action, detail) = (&row.entry.action, &row.entry.detail);
            let looked = |what: &str| looked_at(action, what).map(str::to_owned);
            let Some(what) = of_plan(detail, looked) else {
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
                    let seen = SeenRow {
                        at: Moment(at),
                        by: names.get(&row.entry.actor).cloned().unwrap_or_default(),
                        unit: self.unit_name(&row.entry.unit),
                        what,
                    };
                    rows.push((who, seen));
                }
            }
        }
        rows.into_iter().map(|(_, row)| row).collect()
    }
}

/// What was viewed, in Swedish; `None` for what the list of events shows instead.
fn looked_at(action: &str, detail: &str) -> Option<&'static str> {
    let detail = detail.split('@').next().unwrap_or_default();
    match (action, detail) {
        ("view", "plan-page") => Some("Ärendet, Planen"),
        ("view", "plan") => Some("Planen"),
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

    const ALL: [CasePage; 9] = [
        CasePage::Case,
        CasePage::Steps,
        CasePage::Audiences,
        CasePage::Events,
        CasePage::Outbox,
        CasePage::Letters,
        CasePage::LetterForm,
        CasePage::Conflict,
        CasePage::Plan,
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
                // One letter counts as the letters.
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
