//! What the journal's new events change beside it: worklists, numbers, search, the municipality's
//! questions and the outbox. All of it is written in the transaction of the events, and all of it
//! can be made again from the journal.

use std::collections::BTreeSet;

use domain::{Case, Entry, Event, event::Former};
use guidance::{StepState, Warning, recheck_at, steps, warnings};
use jiff::Timestamp;
use store::{
    Statement, identifiers,
    outbox::{self, StoredOutboxRow, StoredOutboxState},
    questions, search,
    worklist::{self, NO_DUE, StoredWorklistRow},
};
use vocabulary::{
    audience::{Audience, OutboundChannel},
    choice::Choice as _,
    consent::{ConsentAnswer, ConsentKind},
    hsa_id::HsaId,
    intervention::MunicipalityAnswer,
    public_id::PublicId,
    unit::{UnitCard, UnitKind},
};

use crate::{App, clock::stamp, error::AppError, fresh, ledger::Loaded};

/// The subject of the de-identified invitation's outbox row: no identity, no unit.
const INVITATION: &str = "Inbjudan till SIP-möte utan namn";

/// One change of a case, seen from its projections.
pub(crate) struct Change<'a> {
    /// The case before; none when it was opened.
    pub(crate) before: Option<&'a Loaded>,
    /// The case after.
    pub(crate) after: &'a Loaded,
    /// The new events.
    pub(crate) entries: &'a [Entry],
    /// When.
    pub(crate) now: Timestamp,
}

/// What a row of the outbox is to send.
pub(crate) struct Intention {
    /// To whom.
    pub(crate) audience: Audience,
    /// How.
    pub(crate) channel: OutboundChannel,
    /// What it is about, without identity.
    pub(crate) subject: &'static str,
    /// Hash of the reviewed bytes.
    pub(crate) content_hash: String,
}

impl App {
    /// The statements that bring the projections up to date with a change.
    pub(crate) fn project(&self, change: &Change<'_>) -> Result<Vec<Statement>, AppError> {
        let mut statements = Vec::with_capacity(4);
        self.project_worklist(change, &mut statements)?;
        // Before the events' own statements: one of them may queue a new invitation.
        statements.extend(Self::stop_invitation(change));
        statements.extend(Self::hold_back_letters(change));
        for entry in change.entries {
            statements.extend(index(change, &entry.event));
            statements.extend(self.project_question(change, &entry.event)?);
            statements.extend(self.project_outbox(change, entry)?);
        }
        Ok(statements)
    }

    fn project_worklist(
        &self,
        change: &Change<'_>,
        statements: &mut Vec<Statement>,
    ) -> Result<(), AppError> {
        let key = &change.after.key;
        let case = &change.after.case;
        if !case.is_open() {
            statements.push(worklist::remove_case(key));
            return Ok(());
        }
        let listed = self.listed_units(case);
        for gone in change
            .before
            .map(|before| self.listed_units(&before.case))
            .unwrap_or_default()
        {
            if !listed.iter().any(|unit| unit.hsa_id == gone.hsa_id) {
                statements.push(worklist::remove(key, gone.hsa_id.as_str()));
            }
        }
        for row in self.worklist_rows(change.after, change.now)? {
            statements.push(worklist::place(row));
        }
        Ok(())
    }

    /// The rows of an open case, one for each unit that has it on its worklist.
    pub(crate) fn worklist_rows(
        &self,
        loaded: &Loaded,
        now: Timestamp,
    ) -> Result<Vec<StoredWorklistRow>, AppError> {
        let case = &loaded.case;
        if !case.is_open() {
            return Ok(Vec::new());
        }
        let states = steps(case, &self.inner.library, now);
        let warned = warnings(case, &self.inner.library, now);
        let recheck = recheck_at(case, &self.inner.library, &states, now).map(stamp);
        self.listed_units(case)
            .iter()
            .filter_map(|unit| self.row(loaded, unit, (&states, &warned), now).transpose())
            .map(|row| {
                row.map(|row| StoredWorklistRow {
                    recheck_at: recheck.clone(),
                    ..row
                })
            })
            .collect()
    }

    fn row(
        &self,
        loaded: &Loaded,
        unit: &UnitCard,
        (states, warned): (&[StepState<'_>], &[Warning]),
        now: Timestamp,
    ) -> Result<Option<StoredWorklistRow>, AppError> {
        let case = &loaded.case;
        let row = self
            .inner
            .guard
            .worklist_row(unit, case, loaded.version, states, warned, now);
        let Some(row) = row else { return Ok(None) };
        Ok(Some(StoredWorklistRow {
            unit: unit.hsa_id.as_str().to_owned(),
            due: row
                .due
                .map_or_else(|| NO_DUE.to_owned(), |due| stamp(due.0)),
            id: case.id.to_string(),
            case_key: loaded.key.clone(),
            version: i64::try_from(loaded.version)
                .map_err(|error| AppError::fault("worklist", &error))?,
            recheck_at: None,
            state: row.state.code().to_owned(),
            next_step: row.next_step.clone().unwrap_or_default(),
            payload: serde_json::to_string(&row)
                .map_err(|error| AppError::fault("worklist", &error))?,
        }))
    }

    /// The units that have a case on their worklist: its parties with staff, and Koncernkontoret
    /// once there is an agreement to sign.
    fn listed_units(&self, case: &Case) -> Vec<UnitCard> {
        let mut units: Vec<UnitCard> = case
            .parties
            .values()
            .filter(|party| !party.unit.kind.is_placeholder())
            .map(|party| party.unit.clone())
            .collect();
        if case.agreement.is_some() {
            let directory = self.directory();
            units.extend(
                directory
                    .of_kind(UnitKind::HeadOffice)
                    .map(|unit| unit.card.clone()),
            );
        }
        units
    }

    pub(crate) fn project_question(
        &self,
        change: &Change<'_>,
        event: &Event,
    ) -> Result<Vec<Statement>, AppError> {
        let now = stamp(change.now);
        let key = &change.after.key;
        if let Event::MunicipalityAsked { question, unit, .. } = event {
            let payload = self.inner.guard.question_row(&change.after.case, *question);
            return Ok(vec![questions::ask(question_row(
                change,
                *question,
                unit,
                payload.as_ref(),
            )?)]);
        }
        if let Event::MunicipalityAnswered { unit, answer, .. } = event {
            let state = if *answer == MunicipalityAnswer::MoreInformation {
                "more_information"
            } else {
                "answered"
            };
            return Ok(move_question(change, unit, state, &now));
        }
        if let Event::QuestionWithdrawn { unit } = event {
            return Ok(move_question(change, unit, "withdrawn", &now));
        }
        if let Event::CaseClosed { .. } = event {
            return Ok(vec![
                questions::move_case(key, "open", "withdrawn", &now),
                questions::move_case(key, "more_information", "withdrawn", &now),
            ]);
        }
        Ok(Vec::new())
    }

    fn project_outbox(
        &self,
        change: &Change<'_>,
        entry: &Entry,
    ) -> Result<Vec<Statement>, AppError> {
        let now = stamp(change.now);
        let event = &entry.event;
        let before = change.before.map(|before| &before.case.sip);
        if let Event::InvitationQueued { outbox } = event {
            let again = before.and_then(|sip| sip.invitation_uncertain.as_ref());
            if again.is_some_and(|row| row.value == *outbox) {
                return Ok(vec![outbox::send_again(&outbox.to_string(), &now)]);
            }
            let row = self.invitation_row(change, outbox, StoredOutboxState::Queued, None)?;
            return Ok(vec![outbox::queue(row)]);
        }
        if let Event::InvitationSent { .. } = event {
            let waiting = before.and_then(|sip| {
                let rows = [&sip.invitation_queued, &sip.invitation_uncertain];
                rows.into_iter().find_map(Option::as_ref)
            });
            if let Some(row) = waiting {
                let id = row.value.to_string();
                return Ok(vec![outbox::sent_by_hand(&id, BY_HAND, &now)]);
            }
            let id = self.public_id(change.now)?;
            let row = self.invitation_row(change, &id, StoredOutboxState::Sent, Some(BY_HAND))?;
            return Ok(vec![outbox::queue(row)]);
        }
        if !entry.by.is_vardbron() {
            // What Vårdbron itself did, it settles in the same transaction (`sending`).
            if let Event::InvitationMailed { outbox, .. } = event {
                return Ok(vec![outbox::sent_by_hand(
                    &outbox.to_string(),
                    ARRIVED,
                    &now,
                )]);
            }
            if let Event::InvitationStopped { outbox, reason } = event {
                return Ok(vec![outbox::give_up(&outbox.to_string(), reason, &now)]);
            }
        }
        if let Some(statement) = self.project_letter(change, event)? {
            return Ok(vec![statement]);
        }
        if let Some(reason) = reason_to_stop_all(event) {
            return Ok(vec![outbox::stop_case(&change.after.key, reason, &now)]);
        }
        Ok(Vec::new())
    }

    /// The case itself says whether an invitation is still on its way: as soon as any fact forbids
    /// it, the row stops, silently (X1, X3).
    fn stop_invitation(change: &Change<'_>) -> Option<Statement> {
        if vocabulary::leak::seeded("outbox-not-stopped") {
            return None;
        }
        let before = change.before?.case.sip.invitation_queued.as_ref()?;
        let after = change.after.case.sip.invitation_queued.as_ref();
        let settled = change.entries.iter().any(|entry| {
            matches!(
                entry.event,
                Event::InvitationSent { .. }
                    | Event::InvitationMailed { .. }
                    | Event::InvitationStopped { .. }
                    | Event::InvitationUncertain { .. }
            )
        });
        let gone = after.is_none_or(|after| after.value != before.value);
        (gone && !settled).then(|| {
            let reason = change
                .entries
                .iter()
                .find_map(|entry| reason_to_stop_agency(&entry.event))
                .unwrap_or("Ärendets uppgifter har ändrats");
            outbox::stop(&before.value.to_string(), reason, &stamp(change.now))
        })
    }

    fn invitation_row(
        &self,
        change: &Change<'_>,
        id: &PublicId,
        state: StoredOutboxState,
        reason: Option<&str>,
    ) -> Result<StoredOutboxRow, AppError> {
        let receipt = self.inner.guard.invitation(&change.after.case);
        let intention = Intention {
            audience: Audience::MigrationAgency,
            channel: OutboundChannel::Email,
            subject: INVITATION,
            content_hash: receipt
                .map(|invitation| fresh::hash(invitation.view().reviewed().as_bytes()))
                .unwrap_or_default(),
        };
        let row = self.outbox_row(change, id, intention)?;
        Ok(StoredOutboxRow {
            state,
            reason: reason.map(str::to_owned),
            ..row
        })
    }

    /// A queued row that holds what is intended and its receipt, never the content (guard.md).
    pub(crate) fn outbox_row(
        &self,
        change: &Change<'_>,
        id: &PublicId,
        intention: Intention,
    ) -> Result<StoredOutboxRow, AppError> {
        let now = stamp(change.now);
        let case = &change.after.case;
        let number =
            |value: u64| i64::try_from(value).map_err(|error| AppError::fault("outbox", &error));
        Ok(StoredOutboxRow {
            key: fresh::row_key(change.now)?,
            id: id.to_string(),
            case_key: change.after.key.clone(),
            audience: intention.audience.code().to_owned(),
            channel: intention.channel.code().to_owned(),
            subject: intention.subject.to_owned(),
            content: if vocabulary::leak::seeded("outbox-content") {
                change.after.case.person.name.reveal().clone()
            } else {
                String::new()
            },
            state: StoredOutboxState::Queued,
            reason: None,
            fault: None,
            version: 1,
            attempts: 0,
            not_before: now.clone(),
            policy_hash: self.inner.guard.fingerprint().to_owned(),
            case_version: number(change.after.version)?,
            group_version: number(case.group_version)?,
            content_hash: intention.content_hash,
            created_at: now.clone(),
            changed_at: now,
        })
    }
}

/// Why a queued invitation counts as sent.
const BY_HAND: &str = "Skickat från enhetens egen brevlåda";
/// Why an uncertain invitation counts as sent.
const ARRIVED: &str = "Enheten har tagit reda på att den kom fram";

/// An event after which nothing queued may reach Migrationsverket as it was reviewed.
fn reason_to_stop_agency(event: &Event) -> Option<&'static str> {
    if let Event::MigrationAgencyClosed { .. } = event {
        return Some("Gruppen har ändrats");
    }
    if let Event::SipMeetingPlanned { .. } = event {
        return Some("Mötet har planerats om");
    }
    None
}

/// An event after which nothing more goes out of the case.
fn reason_to_stop_all(event: &Event) -> Option<&'static str> {
    if let Event::CaseClosed { .. } = event {
        return Some("Ärendet är avslutat");
    }
    if let Event::ConsentRecorded {
        consent, answer, ..
    } = event
    {
        let opens = matches!(consent, ConsentKind::Sip | ConsentKind::Case);
        let closed = matches!(answer, ConsentAnswer::Withdrawn | ConsentAnswer::Refused);
        return (opens && closed).then_some("Samtycket gäller inte längre");
    }
    None
}

/// Numbers and search terms that an event brings or takes away.
fn index(change: &Change<'_>, event: &Event) -> Vec<Statement> {
    let (key, case) = (&change.after.key, &change.after.case);
    if let Event::CaseOpened {
        identifiers,
        sip_number,
        ..
    } = event
    {
        let mut statements: Vec<Statement> = identifiers
            .iter()
            .map(|identifier| number(key, identifier))
            .collect();
        statements.push(identifiers::add(&sip_number.shown(), SIP_NUMBER, key));
        return statements;
    }
    if let Event::MigrationAgencyClosed { .. } = event {
        // The former SIP number answers nothing from now on (X3).
        let mut statements = vec![identifiers::remove_case(key)];
        statements.extend(numbers(key, case));
        return statements;
    }
    if let Event::IdentifierAdded { identifier } = event {
        return vec![number(key, identifier)];
    }
    if let Event::PartyAdded { unit, .. } = event {
        return if unit.kind.is_placeholder() {
            Vec::new()
        } else {
            terms(key, case, &unit.hsa_id)
        };
    }
    if let Event::PartyRemoved { unit, .. } = event {
        return vec![search::remove(key, unit.as_str())];
    }
    let renamed = matches!(
        event,
        Event::PersonCorrected { .. }
            | Event::Undone {
                former: Former::Person(_)
            }
    );
    if renamed {
        let mut statements = vec![search::remove_case(key)];
        statements.extend(terms_of_parties(key, case));
        return statements;
    }
    Vec::new()
}

/// What the store calls a SIP number among a case's numbers.
const SIP_NUMBER: &str = "sip_number";

fn question_row(
    change: &Change<'_>,
    id: PublicId,
    unit: &UnitCard,
    payload: Option<&disclosure::views::QuestionView>,
) -> Result<questions::StoredQuestion, AppError> {
    let now = stamp(change.now);
    Ok(questions::StoredQuestion {
        id: id.to_string(),
        unit: unit.hsa_id.as_str().to_owned(),
        case_key: change.after.key.clone(),
        state: "open".to_owned(),
        version: 1,
        payload: serde_json::to_string(&payload)
            .map_err(|error| AppError::fault("question", &error))?,
        created_at: now.clone(),
        changed_at: now,
    })
}

fn move_question(change: &Change<'_>, unit: &HsaId, state: &str, now: &str) -> Vec<Statement> {
    let id = change
        .after
        .case
        .question_to(unit)
        .map(|question| question.id.to_string());
    id.into_iter()
        .map(|id| questions::set_state(&id, state, now))
        .collect()
}

/// All numbers that a case is found by.
pub(crate) fn numbers(key: &str, case: &Case) -> Vec<Statement> {
    let mut statements: Vec<Statement> = case
        .identifiers
        .iter()
        .map(|known| number(key, &known.identifier))
        .collect();
    statements.push(identifiers::add(&case.sip.number.shown(), SIP_NUMBER, key));
    statements
}

/// The words by which each unit that is a party finds a case.
pub(crate) fn terms_of_parties(key: &str, case: &Case) -> Vec<Statement> {
    let parties = case
        .parties
        .values()
        .filter(|party| !party.unit.kind.is_placeholder());
    parties
        .flat_map(|party| terms(key, case, &party.unit.hsa_id))
        .collect()
}

fn number(key: &str, identifier: &vocabulary::identifier::Identifier) -> Statement {
    identifiers::add(identifier.stored(), identifier.kind().code(), key)
}

fn terms(key: &str, case: &Case, unit: &HsaId) -> Vec<Statement> {
    let terms: BTreeSet<String> = search::terms(
        case.person.name.reveal(),
        &case.person.birth_date.to_string(),
    )
    .into_iter()
    .collect();
    terms
        .iter()
        .map(|term| search::add(unit.as_str(), term, key))
        .collect()
}
