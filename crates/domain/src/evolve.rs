//! Events make the case. `evolve` accepts whatever `decide` emits (a property test holds it to
//! that) and says so when an event does not fit.

mod letters;

use jiff::Timestamp;
use thiserror::Error;
use vocabulary::{audience::ContactWith, group::Group, public_id::PublicId};

use crate::{
    case::{
        Agreement, Answer, CareDecision, CareRequest, Case, Consent, Contact, Copy, DeviceOrder,
        Held, Incident, KnownIdentifier, Party, Question, Reversible, Signature, Sip, Stamped,
    },
    event::{Entry, Event, Former, Transport},
};

/// An event that does not fit the case: a damaged journal, never a user's mistake.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("the event {kind} does not fit the case")]
pub struct EvolveError {
    /// The event's kind.
    pub kind: &'static str,
}

/// The case that a whole journal makes.
///
/// # Errors
/// When the first event does not open a case, or a later one does not fit.
pub fn replay<'a>(entries: impl IntoIterator<Item = &'a Entry>) -> Result<Case, EvolveError> {
    let mut case = None;
    for entry in entries {
        case = Some(evolve(case, entry)?);
    }
    case.ok_or(EvolveError { kind: "nothing" })
}

/// The case after one more event.
///
/// # Errors
/// When the event does not fit: opening twice, or anything else before opening.
pub fn evolve(case: Option<Case>, entry: &Entry) -> Result<Case, EvolveError> {
    let misfit = EvolveError {
        kind: entry.event.kind(),
    };
    match (case, &entry.event) {
        (None, Event::CaseOpened { .. }) => opened(entry).ok_or(misfit),
        (None, _) | (Some(_), Event::CaseOpened { .. }) => Err(misfit),
        (Some(mut case), _) => {
            let former = former(&case, &entry.event);
            apply(&mut case, entry).ok_or(misfit)?;
            // What has become impossible to send is not on its way any more (X3).
            if !case.invitation_may_leave() {
                case.sip.invitation_queued = None;
            }
            letters::hold_back(&mut case, entry);
            case.reversible = former.map(|former| Reversible {
                staff: entry.by.staff.clone(),
                former,
            });
            Ok(case)
        }
    }
}

fn opened(entry: &Entry) -> Option<Case> {
    let Event::CaseOpened {
        id,
        sip_number,
        person,
        identifiers,
        setting,
        admitted_at,
        group,
        stated_group,
        evidence,
        needs,
        unit,
        guidance,
    } = &entry.event
    else {
        return None;
    };
    let mut case = Case {
        id: *id,
        guidance: guidance.clone(),
        opened_at: entry.at,
        opened_by: entry.by.clone(),
        person: person.clone(),
        identifiers: Vec::new(),
        setting: *setting,
        admitted_at: *admitted_at,
        group: *group,
        stated_group: *stated_group,
        group_since: entry.at,
        evidence: evidence.clone(),
        group_checked_at: evidence.as_ref().map(|evidence| evidence.at),
        group_version: 1,
        needs: needs.clone(),
        consents: std::collections::BTreeMap::new(),
        parties: std::collections::BTreeMap::new(),
        former_parties: Vec::new(),
        coordinator: unit.hsa_id.clone(),
        contacts: Vec::new(),
        residence: None,
        questions: Vec::new(),
        ready_for_discharge: None,
        certificate: None,
        sip: Sip {
            number: sip_number.clone(),
            former_numbers: Vec::new(),
            meeting: None,
            invitation_queued: None,
            invitation_uncertain: None,
            invitation_sent: None,
            former_invitations: Vec::new(),
            held: None,
            plan_version: 0,
            copies: Vec::new(),
            follow_up: None,
        },
        interpreter: None,
        institution: None,
        transport: None,
        letters: Vec::new(),
        linked_protected_person: false,
        lift_asked: None,
        devices: Vec::new(),
        care_request: None,
        agreement: None,
        invoicing_form: None,
        purchases_ended: None,
        information_sheet: None,
        county_routine: None,
        wrong_disclosures: Vec::new(),
        inbound_questions: Vec::new(),
        closed: None,
        reversible: None,
    };
    for identifier in identifiers {
        take_into_use(&mut case, identifier, entry);
    }
    Some(case)
}

fn take_into_use(case: &mut Case, identifier: &vocabulary::identifier::Identifier, entry: &Entry) {
    case.identifiers
        .retain(|known| known.identifier != *identifier);
    for known in &mut case.identifiers {
        known.in_use = false;
    }
    case.identifiers.push(KnownIdentifier {
        identifier: identifier.clone(),
        since: entry.at,
        seen_by: entry.by.name.clone(),
        in_use: true,
    });
}

/// What an event replaces that its author may still undo.
fn former(case: &Case, event: &Event) -> Option<Former> {
    match event {
        Event::ResidenceEstablished { .. } => Some(Former::Residence(
            case.residence.as_ref().map(|r| r.value.clone()),
        )),
        Event::NeedsEstablished { .. } => Some(Former::Needs(case.needs.clone())),
        Event::InterpreterBooked { .. } => Some(Former::Interpreter(
            case.interpreter.as_ref().map(|i| i.value.clone()),
        )),
        Event::InstitutionRecorded { .. } => Some(Former::Institution(
            case.institution.as_ref().map(|i| i.value.clone()),
        )),
        Event::TransportSettled { .. } => Some(Former::Transport(
            case.transport.as_ref().map(|t| t.value.clone()),
        )),
        Event::FollowUpDecided { .. } => Some(Former::FollowUp(
            case.sip.follow_up.as_ref().map(|f| f.value.clone()),
        )),
        Event::ReadyForDischarge { .. } => Some(Former::ReadyForDischarge(
            case.ready_for_discharge.as_ref().map(|r| r.value),
        )),
        Event::PersonCorrected { .. } => Some(Former::Person(case.person.clone())),
        Event::CaseOpened { .. }
        | Event::ConsentRecorded { .. }
        | Event::PartyAdded { .. }
        | Event::PartyRemoved { .. }
        | Event::ContactRecorded { .. }
        | Event::GroupEstablished { .. }
        | Event::GroupUnestablished { .. }
        | Event::GroupVerified { .. }
        | Event::MigrationAgencyClosed { .. }
        | Event::SettingChanged { .. }
        | Event::CoordinationHandedOver { .. }
        | Event::WrongDisclosureReported { .. }
        | Event::InboundQuestionRecorded { .. }
        | Event::MunicipalityAsked { .. }
        | Event::MunicipalityAnswered { .. }
        | Event::QuestionWithdrawn { .. }
        | Event::CaseClosed { .. }
        | Event::IdentifierAdded { .. }
        | Event::ProtectedIdentityMarked { .. }
        | Event::LinkedProtectedPersonMarked { .. }
        | Event::LinkedProtectedPersonLiftAsked { .. }
        | Event::LetterQueued { .. }
        | Event::LetterRead { .. }
        | Event::LetterPrinted { .. }
        | Event::LetterPosted { .. }
        | Event::LetterReturned { .. }
        | Event::LetterStopped { .. }
        | Event::CertificateWritten { .. }
        | Event::SipMeetingPlanned { .. }
        | Event::InvitationQueued { .. }
        | Event::InvitationSent { .. }
        | Event::InvitationMailed { .. }
        | Event::InvitationStopped { .. }
        | Event::InvitationUncertain { .. }
        | Event::DeviceOrdered { .. }
        | Event::SipMeetingHeld { .. }
        | Event::CopyHandedOut { .. }
        | Event::CareRequestSent { .. }
        | Event::CareRequestAnswered { .. }
        | Event::AgreementDrawnUp { .. }
        | Event::AgreementSigned { .. }
        | Event::InvoicingFormRecorded { .. }
        | Event::PurchasesEnded { .. }
        | Event::InformationSheetGiven { .. }
        | Event::CountyRoutineFollowed { .. }
        | Event::Undone { .. } => None,
    }
}

#[expect(
    clippy::too_many_lines,
    reason = "one arm per event; splitting would hide a missing one"
)]
fn apply(case: &mut Case, entry: &Entry) -> Option<()> {
    fn stamped<T: Clone>(entry: &Entry, value: &T) -> Stamped<T> {
        Stamped {
            at: entry.at,
            by: entry.by.clone(),
            value: value.clone(),
        }
    }
    match &entry.event {
        Event::CaseOpened { .. } => return None,
        Event::ConsentRecorded {
            consent,
            answer,
            form,
            units,
            given_at,
            note,
            legal_ground,
            assessor,
        } => {
            case.consents.insert(
                *consent,
                Consent {
                    answer: *answer,
                    form: *form,
                    units: units.clone(),
                    given_at: *given_at,
                    by: entry.by.clone(),
                    note: note.clone(),
                    legal_ground: legal_ground.clone(),
                    assessor: assessor.clone(),
                },
            );
        }
        Event::PartyAdded { unit, basis } => {
            let party = Party {
                unit: unit.clone(),
                since: entry.at,
                basis: *basis,
            };
            case.parties.insert(unit.hsa_id.clone(), party);
        }
        Event::PartyRemoved { unit, .. } => {
            let party = case.parties.remove(unit)?;
            case.former_parties.push((party, entry.at));
        }
        Event::ContactRecorded {
            with,
            channel,
            subject,
            contact_at,
            summary,
            with_function,
        } => {
            case.contacts.push(Contact {
                with: *with,
                channel: *channel,
                subject: *subject,
                at: *contact_at,
                summary: summary.clone(),
                with_function: with_function.clone(),
                by: entry.by.clone(),
            });
            debug_assert!(
                *with != ContactWith::MigrationAgency || case.migration_agency_may_know(),
                "decide lets no contact with Migrationsverket past a protected group"
            );
        }
        Event::GroupEstablished { group, evidence } => {
            if case.group != *group {
                case.group_since = entry.at;
            }
            case.group = *group;
            case.evidence = Some(evidence.clone());
            case.group_checked_at = Some(entry.at);
            case.group_version += 1;
        }
        Event::GroupUnestablished { .. } => {
            case.group = Group::Unestablished;
            case.group_since = entry.at;
            case.evidence = None;
            case.group_checked_at = None;
            case.group_version += 1;
        }
        Event::GroupVerified { .. } => case.group_checked_at = Some(entry.at),
        Event::MigrationAgencyClosed { sip_number } => {
            let former = std::mem::replace(&mut case.sip.number, sip_number.clone());
            case.sip.former_numbers.push(former);
            forget_what_migration_agency_knows(case, entry.at);
        }
        Event::NeedsEstablished { needs } => case.needs = needs.clone(),
        Event::SettingChanged {
            setting,
            admitted_at,
            ..
        } => {
            case.setting = *setting;
            if admitted_at.is_some() {
                case.admitted_at = *admitted_at;
            }
        }
        Event::CoordinationHandedOver { unit, .. } => case.coordinator = unit.clone(),
        Event::WrongDisclosureReported {
            audience,
            disclosed_at,
            what,
        } => {
            case.wrong_disclosures.push(Incident {
                audience: *audience,
                at: *disclosed_at,
                what: what.clone(),
                by: entry.by.clone(),
            });
        }
        Event::InboundQuestionRecorded {
            audience,
            asked_at,
            what,
        } => {
            case.inbound_questions.push(Incident {
                audience: *audience,
                at: *asked_at,
                what: what.clone(),
                by: entry.by.clone(),
            });
        }
        Event::ResidenceEstablished { residence } => {
            case.residence = Some(stamped(entry, residence));
        }
        Event::MunicipalityAsked {
            question,
            unit,
            municipality,
            interventions,
            starts,
            ends,
        } => {
            // Asking again takes the place of what still waits, so that one question at a time
            // stands in the unit's view.
            for earlier in &mut case.questions {
                if earlier.unit.hsa_id == unit.hsa_id && earlier.waits() {
                    earlier.withdrawn = true;
                }
            }
            case.questions.push(Question {
                id: *question,
                unit: unit.clone(),
                municipality: *municipality,
                interventions: interventions.clone(),
                starts: *starts,
                ends: *ends,
                asked_at: entry.at,
                answer: None,
                withdrawn: false,
            });
        }
        Event::MunicipalityAnswered {
            unit,
            answer,
            accepted,
            answered_by,
            comment,
        } => {
            let answer = Answer {
                answer: *answer,
                accepted: accepted.clone(),
                answered_by: answered_by.clone(),
                comment: comment.clone(),
            };
            let stamped = stamped(entry, &answer);
            latest_question(case, unit)?.answer = Some(stamped);
        }
        Event::QuestionWithdrawn { unit } => latest_question(case, unit)?.withdrawn = true,
        Event::ReadyForDischarge { from } => case.ready_for_discharge = Some(stamped(entry, from)),
        Event::CaseClosed { reason } => case.closed = Some(stamped(entry, reason)),
        Event::IdentifierAdded { identifier } => take_into_use(case, identifier, entry),
        Event::PersonCorrected { person } => case.person = person.clone(),
        Event::ProtectedIdentityMarked { protected, .. } => {
            case.person.protected_identity = *protected;
        }
        Event::LinkedProtectedPersonMarked { linked, .. } => {
            case.linked_protected_person = *linked;
            case.lift_asked = None;
        }
        Event::LinkedProtectedPersonLiftAsked { reason } => {
            case.lift_asked = Some(stamped(entry, reason));
        }
        Event::LetterQueued { .. }
        | Event::LetterRead { .. }
        | Event::LetterPrinted { .. }
        | Event::LetterPosted { .. }
        | Event::LetterReturned { .. }
        | Event::LetterStopped { .. } => letters::apply(case, entry)?,
        Event::CertificateWritten { content } => case.certificate = Some(stamped(entry, content)),
        Event::SipMeetingPlanned { meeting } => {
            case.sip.meeting = Some(stamped(entry, meeting));
            case.sip.invitation_queued = None;
            let sent = case.sip.invitation_sent.take();
            case.sip.former_invitations.extend(sent);
        }
        Event::InvitationQueued { outbox } => {
            case.sip.invitation_queued = Some(stamped(entry, outbox));
            case.sip.invitation_uncertain = None;
        }
        Event::InvitationSent { sent_at } => {
            let sent = case.sip.invitation_sent.replace(stamped(entry, sent_at));
            case.sip.former_invitations.extend(sent);
            case.sip.invitation_queued = None;
            case.sip.invitation_uncertain = None;
        }
        Event::InvitationMailed { outbox, sent_at } => {
            let sent = stamped(entry, sent_at);
            let former = if invites_to_the_planned_meeting(case, *outbox) {
                case.sip.invitation_sent.replace(sent)
            } else {
                // It was on its way when the meeting was planned anew: told, but not of this one.
                Some(sent)
            };
            case.sip.former_invitations.extend(former);
            no_longer_on_its_way(case, *outbox);
        }
        Event::InvitationStopped { outbox, .. } => no_longer_on_its_way(case, *outbox),
        Event::InvitationUncertain { outbox } => {
            no_longer_on_its_way(case, *outbox);
            case.sip.invitation_uncertain = Some(stamped(entry, outbox));
        }
        Event::InterpreterBooked { booking } => case.interpreter = Some(stamped(entry, booking)),
        Event::InstitutionRecorded { institution } => {
            case.institution = Some(stamped(entry, institution));
        }
        Event::TransportSettled { transport } => case.transport = Some(stamped(entry, transport)),
        Event::DeviceOrdered {
            device,
            ground,
            reference,
        } => {
            let order = DeviceOrder {
                device: device.clone(),
                ground: ground.clone(),
                reference: reference.clone(),
            };
            case.devices.push(stamped(entry, &order));
        }
        Event::SipMeetingHeld {
            held_at,
            what_matters,
            needs,
            responsibilities,
            attended,
        } => {
            let held = Held {
                at: *held_at,
                what_matters: what_matters.clone(),
                needs: needs.clone(),
                responsibilities: responsibilities.clone(),
                attended: attended.clone(),
            };
            case.sip.held = Some(stamped(entry, &held));
            case.sip.plan_version += 1;
            case.sip.invitation_queued = None;
        }
        Event::CopyHandedOut {
            plan_version,
            recipient,
            how,
            handed_at,
        } => {
            let copy = Copy {
                plan_version: *plan_version,
                recipient: *recipient,
                how: *how,
                at: *handed_at,
            };
            case.sip.copies.push(stamped(entry, &copy));
        }
        Event::FollowUpDecided { follow_up } => {
            case.sip.follow_up = Some(stamped(entry, follow_up));
        }
        Event::CareRequestSent {
            unit,
            question,
            health_state,
            follow_up,
            medicines,
        } => {
            case.care_request = Some(CareRequest {
                unit: unit.clone(),
                question: question.clone(),
                health_state: health_state.clone(),
                follow_up: follow_up.clone(),
                medicines: medicines.clone(),
                sent_at: entry.at,
                answer: None,
            });
        }
        Event::CareRequestAnswered {
            answer,
            reason,
            accepted,
        } => {
            let decision = CareDecision {
                answer: *answer,
                reason: reason.clone(),
                accepted: accepted.clone(),
            };
            let stamped = stamped(entry, &decision);
            case.care_request.as_mut()?.answer = Some(stamped);
        }
        Event::AgreementDrawnUp {
            unit,
            interventions,
            starts,
            ends,
            follow_up,
        } => {
            case.purchases_ended = None;
            case.agreement = Some(Agreement {
                unit: unit.clone(),
                interventions: interventions.clone(),
                starts: *starts,
                ends: *ends,
                follow_up: follow_up.clone(),
                drawn_up_at: entry.at,
                signatures: Vec::new(),
            });
        }
        Event::AgreementSigned {
            signatory,
            signed_by,
        } => {
            let signature = Signature {
                signatory: *signatory,
                signed_by: signed_by.clone(),
            };
            let stamped = stamped(entry, &signature);
            case.agreement.as_mut()?.signatures.push(stamped);
        }
        Event::InvoicingFormRecorded { reference } => {
            case.invoicing_form = Some(stamped(entry, reference));
        }
        Event::PurchasesEnded { reason } => case.purchases_ended = Some(stamped(entry, reason)),
        Event::InformationSheetGiven { given_at } => {
            case.information_sheet = Some(stamped(entry, given_at));
        }
        Event::CountyRoutineFollowed { note } => case.county_routine = Some(stamped(entry, note)),
        Event::Undone { former } => restore(case, former, entry),
    }
    Some(())
}

/// Whether an outbox row's invitation is to the meeting as it is planned now.
fn invites_to_the_planned_meeting(case: &Case, outbox: PublicId) -> bool {
    let sip = &case.sip;
    let is_it = |row: &Stamped<PublicId>| row.value == outbox;
    let queued = sip.invitation_queued.as_ref().is_some_and(is_it);
    let uncertain = sip.invitation_uncertain.as_ref().is_some_and(|row| {
        is_it(row)
            && sip
                .meeting
                .as_ref()
                .is_some_and(|meeting| meeting.at <= row.at)
    });
    queued || uncertain
}

fn no_longer_on_its_way(case: &mut Case, outbox: PublicId) {
    for row in [
        &mut case.sip.invitation_queued,
        &mut case.sip.invitation_uncertain,
    ] {
        if row.as_ref().is_some_and(|row| row.value == outbox) {
            *row = None;
        }
    }
}

/// Time, place and institution that Migrationsverket may have been told are planned anew (X3).
/// What has been stays: it is history.
fn forget_what_migration_agency_knows(case: &mut Case, now: Timestamp) {
    let to_come = |at: Timestamp| at > now;
    let held = case.sip.held.is_some();
    if let Some(meeting) = &case.sip.meeting
        && (!held || to_come(meeting.value.at))
    {
        case.sip.meeting = None;
    }
    case.sip.invitation_queued = None;
    case.institution = None;
    case.sip.follow_up = case.sip.follow_up.take().filter(|f| !to_come(f.value.at));
    case.interpreter = case.interpreter.take().filter(|i| !to_come(i.value.at));
    case.transport = case.transport.take().filter(
        |transport| !matches!(&transport.value, Transport::Ordered { at, .. } if to_come(*at)),
    );
}

fn latest_question<'a>(
    case: &'a mut Case,
    unit: &vocabulary::hsa_id::HsaId,
) -> Option<&'a mut Question> {
    case.questions
        .iter_mut()
        .rev()
        .find(|question| question.unit.hsa_id == *unit)
}

fn restore(case: &mut Case, former: &Former, entry: &Entry) {
    fn stamp<T: Clone>(entry: &Entry, value: Option<&T>) -> Option<Stamped<T>> {
        value.map(|value| Stamped {
            at: entry.at,
            by: entry.by.clone(),
            value: value.clone(),
        })
    }
    match former {
        Former::Residence(value) => case.residence = stamp(entry, value.as_ref()),
        Former::Needs(value) => case.needs = value.clone(),
        Former::Interpreter(value) => case.interpreter = stamp(entry, value.as_ref()),
        Former::Institution(value) => case.institution = stamp(entry, value.as_ref()),
        Former::Transport(value) => case.transport = stamp(entry, value.as_ref()),
        Former::FollowUp(value) => case.sip.follow_up = stamp(entry, value.as_ref()),
        Former::ReadyForDischarge(value) => {
            case.ready_for_discharge = stamp(entry, value.as_ref());
        }
        Former::Person(value) => case.person = value.clone(),
    }
}
