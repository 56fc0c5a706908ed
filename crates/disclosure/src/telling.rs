//! The only place that decides who is told what. What an event tells a reader inside the product is
//! the difference between their share after it and before it, part by part. What it tells somebody
//! outside is the act itself (a call, a letter, a mail, an order, a booking, a hand-over). The
//! access log, the guard's checks, "Vem ser vad", the history, "När du sparar" and the check page
//! all ask here. Nothing is stored here.

mod announced;
pub(crate) mod outward;
mod recipient;

use domain::{
    Case, Entry, Event, EvolveError,
    event::{Former, Stream},
    evolve,
};
use vocabulary::{choice::Choice as _, role::Role};

pub(crate) use self::{
    announced::announcements,
    outward::{Act, Standing, acts, class_of_letter, posted},
};
pub use self::{
    announced::{AnnouncedTo, Announcement},
    recipient::TellingRecipient,
};
use crate::{
    AnyCase, CaseRef, Channel, Class, DescribedCase, Guard, Section, share,
    share::{Share, may_have_holders, shares},
};

/// How something was told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Means {
    /// By a channel that the policies know.
    By(Channel),
    /// Against the rules, in a way that the reporter has described.
    Wrongly,
}

impl Means {
    /// The code that is stored.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::By(channel) => channel.code(),
            Self::Wrongly => "wrong_disclosure",
        }
    }

    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        if code == Self::Wrongly.code() {
            return Some(Self::Wrongly);
        }
        Channel::from_code(code).map(Self::By)
    }
}

/// Something that an event told somebody.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Telling {
    pub to: TellingRecipient,
    /// `None` for a wrong disclosure, which is described in words.
    pub class: Option<Class>,
    pub means: Means,
    /// For a share: the parts that are new to the reader. For an outward act: empty.
    pub sections: Vec<Section>,
}

/// A telling, with the journal position of its event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlacedTelling {
    /// Position in the journal, starting at 1.
    pub place: u64,
    pub telling: Telling,
}

/// What new events told.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Told {
    /// By the events of the journal, with their places there.
    pub journal: Vec<PlacedTelling>,
    /// By the events of the plan's stream.
    pub plan: Vec<Telling>,
}

impl Told {
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.journal.is_empty() && self.plan.is_empty()
    }
}

/// What new entries lead to: the case after them, and whom they tell what.
#[derive(Debug)]
pub struct Consequences {
    pub case: DescribedCase,
    /// What each entry tells, in the order of the entries.
    pub told: Vec<Vec<Telling>>,
    /// What a later act will tell.
    pub later: Vec<Telling>,
    pub allowed: bool,
}

impl Consequences {
    /// What is told, with the positions of the journal's events that tell it. `first` is the position of the
    /// first of them; `entries` are those that led to this.
    #[must_use]
    pub fn placed(&self, first: u64, entries: &[Entry]) -> Told {
        let mut place = first;
        let mut placed = Told::default();
        for (told, entry) in self.told.iter().zip(entries) {
            match entry.event.stream() {
                Stream::Plan => placed.plan.extend(told.iter().cloned()),
                Stream::Case => {
                    placed
                        .journal
                        .extend(told.iter().map(|telling| PlacedTelling {
                            place,
                            telling: telling.clone(),
                        }));
                    place += 1;
                }
            }
        }
        placed.plan.sort_unstable();
        placed.plan.dedup();
        placed
    }
}

impl Guard {
    /// The case after new entries, whom they tell what, and whether the policies allow it. `before`
    /// is `None` when the first entry opens the case.
    ///
    /// # Errors
    /// When an entry does not fit the case.
    pub fn consequences(
        &self,
        before: Option<&dyn AnyCase>,
        entries: &[Entry],
    ) -> Result<Consequences, EvolveError> {
        let mut latest: Option<DescribedCase> = None;
        let mut told = Vec::with_capacity(entries.len());
        let mut joined = true;
        for entry in entries {
            let earlier = latest.as_ref().map(|case| case as &dyn AnyCase).or(before);
            joined = joined && self.may_join(earlier, entry);
            let case = earlier.map(|case| Case::clone(&case.asked()));
            let after = DescribedCase::new(evolve(case, entry)?);
            told.push(self.tellings(earlier, entry, &after));
            latest = Some(after);
        }
        let case = match (latest, before) {
            (Some(case), _) => case,
            (None, Some(before)) => DescribedCase::new(Case::clone(&before.asked())),
            (None, None) => return Err(EvolveError { kind: "nothing" }),
        };
        let allowed = joined && self.may_act(&case, entries);
        let later = entries
            .iter()
            .flat_map(|entry| acts(entry, &case))
            .filter(|act| act.standing == Standing::Later)
            .map(Act::telling)
            .collect();
        Ok(Consequences {
            case,
            told,
            later,
            allowed,
        })
    }

    /// Whom an event tells what. `before` is `None` when the event opens the case.
    #[must_use]
    pub fn tellings(
        &self,
        before: Option<&dyn AnyCase>,
        entry: &Entry,
        after: &dyn AnyCase,
    ) -> Vec<Telling> {
        let mut told: Vec<Telling> = acts(entry, &after.asked())
            .into_iter()
            .filter(|act| act.standing.tells_now())
            .map(Act::telling)
            .collect();
        told.extend(self.learned(before, entry, after));
        told.sort_unstable();
        told.dedup();
        told
    }

    /// What readers inside the product learn: the difference between the shares after and before.
    fn learned(
        &self,
        before: Option<&dyn AnyCase>,
        entry: &Entry,
        after: &dyn AnyCase,
    ) -> Vec<Telling> {
        let after = after.asked();
        if !may_have_holders(&after) {
            return Vec::new();
        }
        let before = before.map(AnyCase::asked);
        if entry.event.stream() == Stream::Plan {
            return self.learned_of_the_plan(before.as_deref(), entry, &after);
        }
        let known = before
            .as_ref()
            .filter(|before| may_have_holders(before))
            .map(|before| shares(&self.evaluation(before), before))
            .unwrap_or_default();
        shares(&self.evaluation(&after), &after)
            .into_iter()
            .filter(|(holder, _)| !is_author(holder, entry))
            .filter_map(|(holder, share)| {
                let same = |(other, earlier): &&(TellingRecipient, Share<'_>)| {
                    *other == holder && earlier.class() == share.class()
                };
                let earlier = known.iter().find(same);
                let sections = share.news(earlier.map(|(_, share)| share));
                (!sections.is_empty()).then(|| Telling {
                    to: holder,
                    class: Some(share.class()),
                    means: Means::By(Channel::Page),
                    sections,
                })
            })
            .collect()
    }
}

impl Guard {
    /// What those who get a share of the case learn when somebody writes in the plan.
    fn learned_of_the_plan(
        &self,
        before: Option<&Case>,
        entry: &Entry,
        after: &CaseRef<'_>,
    ) -> Vec<Telling> {
        let shares = shares(&self.evaluation(after), after);
        let told = shares.into_iter().filter(|(holder, share)| {
            let class = share.class();
            let known = before.map(|before| share::plan::rows(before, &before.plan.rows, class));
            let rows = share::plan::rows(after, &after.plan.rows, class);
            class == Class::MunicipalShare
                && !is_author(holder, entry)
                && rows
                    .iter()
                    .any(|row| !known.as_ref().is_some_and(|known| known.contains(row)))
        });
        told.map(|(to, share)| Telling {
            to,
            class: Some(share.class()),
            means: Means::By(Channel::Page),
            sections: vec![Section::Plan],
        })
        .collect()
    }
}

/// The unit that becomes a party by this event.
pub(crate) fn joins(event: &Event) -> Option<&vocabulary::unit::UnitCard> {
    outward::joining(event)
}

/// What somebody does is not news to them or to their unit.
fn is_author(holder: &TellingRecipient, entry: &Entry) -> bool {
    match holder {
        TellingRecipient::Unit(unit) => *unit == entry.by.unit,
        TellingRecipient::HeadOfOperations => entry.by.role == Role::HeadOfOperations,
        TellingRecipient::Outside(vocabulary::audience::Audience::HeadOffice) => {
            entry.by.role == Role::RegionalDeveloper
        }
        TellingRecipient::Outside(_) | TellingRecipient::Wrong(_) => false,
    }
}

/// The parts of a share that undoing a change may restore.
pub(crate) fn undoes(former: &Former) -> &'static [Section] {
    match former {
        Former::Residence(_) => &[Section::Residence],
        Former::FollowUp(_) => &[Section::FollowUp],
        Former::Person(_) => &[Section::Person, Section::Protection],
        Former::Needs(_)
        | Former::Interpreter(_)
        | Former::Institution(_)
        | Former::Transport(_)
        | Former::ReadyForDischarge(_) => &[],
    }
}
