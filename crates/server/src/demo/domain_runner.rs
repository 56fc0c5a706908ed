//! Runs scenarios on the domain alone, for tests: every command is asked of the policies and goes
//! through `decide` and `evolve`, without store or clock.

use std::{collections::BTreeMap, sync::LazyLock};

use disclosure::{Guard, ShareKey};
use domain::{Actor, Case, Context, Entry, Fresh, decide, evolve, open::NotOpened, replay};
use vocabulary::{
    command::Command, hsa_id::HsaId, meeting_point::MeetingHost, opening::OpenCase, unit::UnitCard,
};

use super::{
    directory::{self, DemoDirectory},
    scenario_runner::{At, ScenarioRunner, as_it_is},
};

/// Says who may give which command.
static GUARD: LazyLock<Guard> = LazyLock::new(|| Guard::new(ShareKey::new([0; 16])).unwrap());

/// The domain with the demo's directory.
pub(crate) struct DomainRunner {
    directory: DemoDirectory,
    units: BTreeMap<HsaId, UnitCard>,
    placeholders: Vec<UnitCard>,
}

/// A case that the domain alone has made.
pub(crate) struct DomainCase {
    /// The current case.
    pub(crate) case: Case,
    /// All events so far.
    pub(crate) entries: Vec<Entry>,
}

impl DomainRunner {
    pub(crate) fn of(directory: &DemoDirectory) -> Self {
        let cards = || directory.units.iter().map(|unit| unit.card.clone());
        Self {
            directory: directory.clone(),
            units: cards().map(|card| (card.hsa_id.clone(), card)).collect(),
            placeholders: cards().filter(|card| card.kind.is_placeholder()).collect(),
        }
    }

    fn context(&self, by: &str, at: At) -> Result<Context, String> {
        let user = self.directory.user(by).map_err(|error| error.to_string())?;
        let assignment = user.assignments.first().ok_or("no assignment")?;
        Ok(Context {
            actor: Actor {
                staff: user.user_name.to_owned(),
                name: user.name.to_owned(),
                role: assignment.role,
                unit: self.units.get(&assignment.hsa_id).ok_or("no unit")?.clone(),
            },
            at: at.instant,
            units: self.units.clone(),
            placeholders: self.placeholders.clone(),
            meeting_point: directory::meeting_points().into_iter().next(),
            meeting_host: MeetingHost::parse(directory::MEETING_HOST),
            case_named: None,
            fresh: Fresh(at.bits),
        })
    }
}

impl ScenarioRunner for DomainRunner {
    type Case = DomainCase;
    type Error = String;

    async fn open(&self, by: &str, request: &OpenCase, at: At) -> Result<DomainCase, String> {
        let context = self.context(by, at)?;
        let entries = domain::open(&context, request, "2025-07-01").map_err(|not| match not {
            NotOpened::Refused(refusal) => refusal.code().to_owned(),
            NotOpened::Mistaken(mistake) => mistake.code.to_owned(),
        })?;
        let case = replay(&entries).map_err(|misfit| misfit.to_string())?;
        Ok(DomainCase { case, entries })
    }

    async fn command(
        &self,
        by: &str,
        held: &mut DomainCase,
        command: &Command,
        at: At,
    ) -> Result<(), String> {
        let context = self.context(by, at)?;
        let may = GUARD.may_command(&context.actor, Some(&held.case), command.name());
        if !may.allowed {
            return Err(format!("{by} may not"));
        }
        let command = &as_it_is(command, || held.case.plan.seen());
        let entries = decide(&held.case, &context, command).map_err(|no| no.code().to_owned())?;
        for entry in &entries {
            let case = evolve(Some(held.case.clone()), entry).map_err(|fault| fault.to_string())?;
            held.case = case;
        }
        held.entries.extend(entries);
        Ok(())
    }
}
