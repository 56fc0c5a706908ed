//! Runs scenarios on the domain alone, for tests: every command is checked against the table of who
//! may do what (domain.md) and goes through `decide` and `evolve`, without store, guard or clock.

use std::collections::BTreeMap;

use domain::{Actor, Case, Context, Entry, Fresh, decide, evolve, open::NotOpened, replay};
use vocabulary::{
    command::{Command, Signatory},
    hsa_id::HsaId,
    meeting_point::MeetingHost,
    opening::OpenCase,
    role::Role,
    unit::{UnitCard, UnitKind},
};

use super::{
    directory::{self, DemoDirectory},
    scenario_runner::{At, ScenarioRunner},
};

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
        if !may(&held.case, &context.actor, command) {
            return Err(format!("{by} may not"));
        }
        let entries = decide(&held.case, &context, command).map_err(|no| no.code().to_owned())?;
        for entry in &entries {
            let case = evolve(Some(held.case.clone()), entry).map_err(|fault| fault.to_string())?;
            held.case = case;
        }
        held.entries.extend(entries);
        Ok(())
    }
}

/// Who may do what, as in the guard's policies (`policies/commands.cedar`).
fn may(case: &Case, actor: &Actor, command: &Command) -> bool {
    let unit = &actor.unit;
    let regional_staff = unit.kind.is_regional_care()
        && matches!(
            actor.role,
            Role::CareStaff | Role::DischargeCoordinator | Role::Physician
        );
    let party = regional_staff && case.is_party(&unit.hsa_id);
    let coordinates = party && case.coordinator == unit.hsa_id;
    let municipal = unit.kind == UnitKind::MunicipalPrimaryCare;
    match command {
        Command::WriteCertificate(_) => party && actor.role == Role::Physician,
        Command::AnswerCareRequest(_) => {
            municipal && actor.role == Role::MunicipalManager && case.is_party(&unit.hsa_id)
        }
        Command::RecordMunicipalityAnswer(_) => {
            let asked = municipal
                && actor.role == Role::MunicipalManager
                && case.question_to(&unit.hsa_id).is_some();
            coordinates || asked
        }
        Command::SignAgreement(sign) => match sign.signatory {
            Signatory::RegionalDeveloper => {
                coordinates || (actor.role == Role::RegionalDeveloper && case.agreement.is_some())
            }
            Signatory::HeadOfOperations => {
                coordinates || (actor.role == Role::HeadOfOperations && case.is_party(&unit.hsa_id))
            }
        },
        Command::AskMunicipality(_)
        | Command::EstablishResidence(_)
        | Command::EstablishNeeds(_)
        | Command::ChangeSetting(_)
        | Command::MarkReadyForDischarge(_)
        | Command::AddParty(_)
        | Command::RemoveParty(_)
        | Command::EstablishGroup(_)
        | Command::UnestablishGroup(_)
        | Command::ConfirmGroup(_)
        | Command::HandOverCoordination(_)
        | Command::CloseCase(_)
        | Command::AddIdentifier(_)
        | Command::CorrectPerson(_)
        | Command::MarkProtectedIdentity(_)
        | Command::MarkLinkedProtectedPerson(_)
        | Command::QueueLetter(_)
        | Command::ReviewLetter(_)
        | Command::PrintLetter(_)
        | Command::SettleLetter(_)
        | Command::SendInvitation(_)
        | Command::RecordInvitationSent(_)
        | Command::ResolveInvitation(_)
        | Command::FollowCountyRoutine(_) => coordinates,
        Command::RecordConsent(_)
        | Command::RecordContact(_)
        | Command::VerifyGroup(_)
        | Command::ReportWrongDisclosure(_)
        | Command::RecordInboundQuestion(_)
        | Command::DeliverCertificate(_)
        | Command::PlanSipMeeting(_)
        | Command::BookInterpreter(_)
        | Command::RecordInstitution(_)
        | Command::OrderTransport(_)
        | Command::DeclineTransport(_)
        | Command::OrderDevice(_)
        | Command::HoldSipMeeting(_)
        | Command::HandOutCopy(_)
        | Command::DecideFollowUp(_)
        | Command::SendCareRequest(_)
        | Command::DrawUpAgreement(_)
        | Command::RecordInvoicingForm(_)
        | Command::GiveInformationSheet(_)
        | Command::UndoLatest(_) => party,
    }
}
