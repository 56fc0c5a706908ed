//! What takes two persons: one administrator proposes, another confirms, and only then it is
//! carried out, in the transaction that settles the proposal.

use std::fmt::Write as _;

use jiff::{SignedDuration, Timestamp};
use store::{
    Work,
    people::{self, StoredUser},
    proposals::{self, StoredProposal},
    reviews::StoredReview,
};
use vocabulary::{choice::Choice as _, hsa_id::HsaId, role::Role};

use super::{Change, ContactState, LoggedChange, UnitState, fits, one_at_a_time, row};
use crate::{
    App, Caller,
    access_log::{Action, entry},
    clock::{stamp, unstamp},
    error::AppError,
    people::{UserDetails, new_code},
    randomness::Purpose,
};

/// How long a proposal waits for its second person.
const WAITS: SignedDuration = SignedDuration::from_hours(24 * 30);
/// How many proposals may wait at once.
const WAITING: usize = 200;

/// What a second person may do with a proposal, and its proposer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Settling {
    /// Somebody else carries it out.
    Confirm,
    /// Somebody else says no.
    Refuse,
    /// The proposer takes it back.
    Withdraw,
}

/// An open proposal, for the page where it is settled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProposalCard {
    pub id: String,
    /// What it does, such as "Ge Nora Ny uppdraget Läkare på Avdelning 1".
    pub heading: String,
    /// Each fact with its label, as it is and as it would be.
    pub differences: Vec<(&'static str, String, String)>,
    /// What to look at before confirming.
    pub warning: Option<&'static str>,
    /// Name of the proposer.
    pub by: String,
    pub at: Timestamp,
    /// From this instant it can no longer be confirmed.
    pub until: Timestamp,
    pub expired: bool,
    /// Whether the reader proposed it, and may only withdraw it.
    pub own: bool,
    /// Whether it gives the reader something, who then may not confirm it.
    pub concerns_reader: bool,
}

impl App {
    /// The proposals that wait for a second person, the oldest first.
    ///
    /// # Errors
    /// A refusal unless the caller is an administrator.
    pub async fn proposals(&self, caller: &Caller) -> Result<Vec<ProposalCard>, AppError> {
        self.administers(caller).await?;
        let now = self.now();
        let mut cards = Vec::new();
        for stored in self.open_proposals().await? {
            let change = read(&stored)?;
            let until = instant(&stored.expires_at)?;
            cards.push(ProposalCard {
                heading: change.heading(),
                differences: change.differences(),
                warning: change.warning(),
                by: self.staff_name(&stored.proposed_by).await?,
                at: instant(&stored.proposed_at)?,
                until,
                expired: until <= now,
                own: stored.proposed_by == caller.staff_id(),
                concerns_reader: change.concerns() == Some(caller.staff_id()),
                id: stored.id,
            });
        }
        Ok(cards)
    }

    /// How many proposals the caller could confirm.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn proposals_to_settle(&self, caller: &Caller) -> Result<usize, AppError> {
        let open = self.open_proposals().await?;
        let others = open
            .iter()
            .filter(|stored| stored.proposed_by != caller.staff_id());
        Ok(others.count())
    }

    async fn open_proposals(&self) -> Result<Vec<StoredProposal>, AppError> {
        let limit = i64::try_from(WAITING).unwrap_or(i64::MAX);
        Ok(self.inner.database.read(proposals::open(limit)).await?)
    }

    /// Stores a proposal, with its row in the log.
    pub(super) async fn propose(
        &self,
        caller: &Caller,
        change: Change,
        version: Option<i64>,
    ) -> Result<(), AppError> {
        let open = self.open_proposals().await?;
        if open.len() >= WAITING {
            return Err(AppError::mistake(
                "forslag",
                "too-many-proposals",
                "Många förslag väntar redan. Avgör dem under Förslag först.",
            ));
        }
        let now = stamp(self.now());
        for stored in open.iter().filter(|stored| stored.expires_at > now) {
            if read(stored)? == change {
                return Err(AppError::mistake(
                    "forslag",
                    "already-proposed",
                    "Förslaget finns redan. En annan administratör avgör det under Förslag.",
                ));
            }
        }
        let now = self.now();
        let mut work = Work::new();
        one_at_a_time(&mut work, version);
        work.push(proposals::propose(StoredProposal {
            id: self.public_id(now, Purpose::Proposal)?.to_string(),
            change: serde_json::to_string(&change)
                .map_err(|error| AppError::fault("proposal", &error))?,
            state: "open".to_owned(),
            proposed_by: caller.staff_id().to_owned(),
            unit: caller.unit().hsa_id.as_str().to_owned(),
            proposed_at: stamp(now),
            expires_at: stamp(now.saturating_add(WAITS).unwrap_or(Timestamp::MAX)),
            decided_by: None,
            decided_at: None,
        }));
        let logged = LoggedChange {
            change,
            proposed_by: None,
        };
        let detail = row("proposed", &logged)?;
        work.log(entry(caller, Action::Administer, None, &detail, now));
        self.written(work).await
    }

    /// Confirms, refuses or withdraws a proposal. What is confirmed is carried out in the same
    /// transaction, if everything is still as it was when it was proposed. Returns the code to hand
    /// over, when it gives a new account its first right.
    ///
    /// # Errors
    /// [`AppError::NotFound`] when no such proposal is open; mistakes when the caller may not
    /// settle it so, or it no longer holds.
    pub async fn settle_proposal(
        &self,
        caller: &Caller,
        id: &str,
        settling: Settling,
    ) -> Result<Option<String>, AppError> {
        self.administers(caller).await?;
        let version = self.administration_version().await?;
        let found = self.inner.database.read_one(proposals::by_id(id)).await?;
        let found = found.filter(|found| found.state == "open");
        let found = found.ok_or(AppError::NotFound)?;
        let change = read(&found)?;
        if let Err(refused) = may_settle(caller, &found, &change, settling) {
            return Err(self.denied(caller, refused).await?);
        }
        match settling {
            Settling::Refuse => {
                self.close_proposal(caller, &found, change, "refused", version)
                    .await?;
                Ok(None)
            }
            Settling::Withdraw => {
                self.close_proposal(caller, &found, change, "withdrawn", version)
                    .await?;
                Ok(None)
            }
            Settling::Confirm if self.holds(&found, &change).await? => {
                if let Some(unit) = change.closes() {
                    self.coordinates_nothing(unit).await?;
                }
                let now = stamp(self.now());
                let mut work = Work::new();
                work.guard(proposals::settle(id, "confirmed", caller.staff_id(), &now));
                let code = self.vouch(&mut work, &change).await?;
                self.write_change(caller, change, Some(&found.proposed_by), version, work)
                    .await?;
                Ok(code)
            }
            Settling::Confirm => {
                self.close_proposal(caller, &found, change, "outdated", version)
                    .await?;
                Err(AppError::mistake(
                    "forslag",
                    "outdated-proposal",
                    "Förslaget är för gammalt, eller så har det som det gäller ändrats sedan dess. \
                     Inget har ändrats nu. Gör ett nytt förslag.",
                ))
            }
        }
    }

    /// Gives the user of an account that one administrator made a code, which the one who confirms
    /// hands over. Without it nobody gets past the first password, which the maker knows.
    async fn vouch(&self, work: &mut Work, change: &Change) -> Result<Option<String>, AppError> {
        let Change::Assignment(post) = change else {
            return Ok(None);
        };
        let user = people::user_by_id(&post.user);
        let user = self.inner.database.read_one(user).await?;
        let before = user.ok_or(AppError::NotFound)?;
        let mut user = before.clone();
        let details = UserDetails::of(&user);
        if !details.made_by_one || details.code.is_some() {
            return Ok(None);
        }
        let (code, hash) = new_code()?;
        user.details = UserDetails {
            first_password: true,
            made_by_one: true,
            code: Some(hash),
        }
        .stored()?;
        // The user may be changing the password at this moment.
        work.guard(people::change_credentials(&before, &user));
        Ok(Some(code))
    }

    async fn close_proposal(
        &self,
        caller: &Caller,
        found: &StoredProposal,
        change: Change,
        state: &str,
        version: Option<i64>,
    ) -> Result<(), AppError> {
        let now = self.now();
        let mut work = Work::new();
        one_at_a_time(&mut work, version);
        work.guard(proposals::settle(
            &found.id,
            state,
            caller.staff_id(),
            &stamp(now),
        ));
        let logged = LoggedChange {
            change,
            proposed_by: Some(found.proposed_by.clone()),
        };
        let detail = row(&format!("proposal-{state}"), &logged)?;
        work.log(entry(caller, Action::Administer, None, &detail, now));
        self.written(work).await
    }

    /// Whether a proposal can still be carried out: in time, by somebody who still administers, and
    /// with everything as it was.
    async fn holds(&self, found: &StoredProposal, change: &Change) -> Result<bool, AppError> {
        if instant(&found.expires_at)? <= self.now()
            || !self.administrators().await?.contains(&found.proposed_by)
            || fits(change, &found.proposed_by).is_err()
        {
            return Ok(false);
        }
        let directory = self.directory();
        let unit = |id: &str| {
            let id = HsaId::parse(id).ok();
            id.and_then(|id| directory.any(&id).map(UnitState::of))
        };
        Ok(match change {
            Change::Unit { before, after, .. } => unit(&after.hsa_id).as_ref() == before.as_deref(),
            Change::Assignment(post) => {
                let user = people::user_by_id(&post.user);
                let user: Option<StoredUser> = self.inner.database.read_one(user).await?;
                let same = |unit: UnitState| {
                    unit.active && unit.kind == post.kind && unit.organisation == post.organisation
                };
                user.is_some_and(|user| user.active) && unit(&post.unit).is_some_and(same)
            }
            Change::AssignmentEnded { assignment, .. } => {
                let found = people::assignment_by_id(assignment);
                let found = self.inner.database.read_one(found).await?;
                found.is_some_and(|found| found.active)
            }
            Change::Contact { before, .. } => {
                ContactState::from(&self.contact(&before.id).await?) == *before
            }
            Change::Staff { .. } | Change::Link { .. } | Change::Beside(_) => false,
        })
    }

    /// The items of log review that a change raises: one for the caller's organisation, and one for
    /// that of the unit concerned when it is another. `proposed_by` is the id and the name of whoever
    /// proposed it.
    pub(crate) fn raised_by(
        &self,
        caller: &Caller,
        change: &Change,
        proposed_by: Option<(&str, &str)>,
        now: Timestamp,
    ) -> Result<Vec<StoredReview>, AppError> {
        let own = caller.unit().organisation.as_str();
        let mut organisations = vec![own];
        organisations.extend(change.organisation().filter(|other| *other != own));
        let mut reason = change.text();
        if let Some((_, name)) = proposed_by {
            let _ = write!(reason, " {name} föreslog det.");
        }
        let mut concerns: Vec<String> = change.concerns().map(str::to_owned).into_iter().collect();
        concerns.extend(proposed_by.map(|(id, _)| id.to_owned()));
        let kind = change.review();
        let mut raised = Vec::new();
        for organisation in organisations {
            let id = self.public_id(now, Purpose::Review)?.to_string();
            raised.push(StoredReview {
                source: format!("administration/{id}"),
                id,
                organisation: organisation.to_owned(),
                kind: kind.code().to_owned(),
                staff: caller.staff_id().to_owned(),
                unit: caller.unit().hsa_id.as_str().to_owned(),
                case_key: None,
                happened_at: stamp(now),
                reason: reason.clone(),
                rows: "[]".to_owned(),
                created_at: stamp(now),
                concerns: concerns.clone(),
                rank: i64::from(kind.rank()),
                decided: None,
            });
        }
        Ok(raised)
    }

    /// The organisations with staff that have fewer than two who review their log, each with how
    /// many it has. Nobody reviews their own acts, so one is not enough.
    ///
    /// # Errors
    /// A refusal unless the caller administers or reviews.
    pub async fn organisations_short_of_reviewers(
        &self,
        caller: &Caller,
    ) -> Result<Vec<(String, usize)>, AppError> {
        if !self.may(caller, "administer") {
            return Err(AppError::NotFound);
        }
        let database = &self.inner.database;
        let with_staff = database.read(people::organisations_with_staff()).await?;
        let reviewers = people::holders_of_role(Role::LogReviewer.code());
        let reviewers = database.read(reviewers).await?;
        let counted = with_staff.into_iter().map(|organisation| {
            let of = |(known, _): &&(String, String)| *known == organisation;
            let number = reviewers.iter().filter(of).count();
            (organisation, number)
        });
        Ok(counted.filter(|(_, number)| *number < 2).collect())
    }
}

/// Whether somebody may settle a proposal so.
fn may_settle(
    caller: &Caller,
    found: &StoredProposal,
    change: &Change,
    settling: Settling,
) -> Result<(), AppError> {
    let own = found.proposed_by == caller.staff_id();
    match settling {
        Settling::Withdraw if own => Ok(()),
        Settling::Withdraw => Err(AppError::mistake(
            "forslag",
            "not-your-proposal",
            "Bara den som har gjort förslaget drar tillbaka det. Säg nej i stället.",
        )),
        Settling::Confirm | Settling::Refuse if own => Err(AppError::mistake(
            "forslag",
            "own-proposal",
            "Du har gjort förslaget. En annan administratör avgör det. Du kan dra tillbaka det.",
        )),
        Settling::Confirm
            if change.concerns() == Some(caller.staff_id())
                && matches!(change, Change::Assignment(_)) =>
        {
            Err(AppError::mistake(
                "forslag",
                "own-assignment",
                "Förslaget ger dig ett uppdrag. Någon annan än du och den som har föreslagit det \
                 bekräftar det.",
            ))
        }
        Settling::Confirm | Settling::Refuse => Ok(()),
    }
}

fn read(stored: &StoredProposal) -> Result<Change, AppError> {
    serde_json::from_str(&stored.change).map_err(|error| AppError::unreadable("proposal", &error))
}

fn instant(text: &str) -> Result<Timestamp, AppError> {
    unstamp(text).ok_or_else(|| AppError::Fault {
        place: "proposal",
        detail: "an instant cannot be read".to_owned(),
    })
}
