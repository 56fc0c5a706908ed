//! Builds the case from its events. `evolve` accepts every event that `decide` emits (a property
//! test checks that) and returns an error for an event that does not fit. One match passes each
//! event to the file of its subject, as in `decide`.

mod contacts;
mod group;
mod letters;
mod municipality;
mod opening;
mod parties;
mod person;
mod plan;
mod purchase;
mod sip;
mod undo;

use thiserror::Error;
use vocabulary::consent::ConsentAnswer;

use crate::{
    case::{
        AgreedPlan, Agreement, Answer, CareDecision, CareRequest, Case, Closing, Consent, Contact,
        Copy, DeviceOrder, EndedPlan, Held, HeldFollowUp, HousingAnswered, HousingDecided,
        HousingMeeting, Incident, Question, RelatedCase, Relation, Reversible, Signature, Stamped,
    },
    event::{Entry, Event, Stream},
};

/// An event that does not fit the case. This means a damaged journal, never a user's mistake.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("the event {kind} does not fit the case")]
pub struct EvolveError {
    pub kind: &'static str,
}

/// Builds the case from a whole journal.
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

/// Applies one more event to the case.
///
/// # Errors
/// When the event does not fit: a second opening, or anything else before the opening.
pub fn evolve(case: Option<Case>, entry: &Entry) -> Result<Case, EvolveError> {
    let misfit = EvolveError {
        kind: entry.event.kind(),
    };
    let Some(mut case) = case else {
        return opening::opened(entry).ok_or(misfit);
    };
    // The plan's stream changes the plan and nothing else, whatever has been read of the journal.
    if entry.event.stream() == Stream::Plan {
        plan::apply(&mut case.plan, entry).ok_or(misfit)?;
        return Ok(case);
    }
    let replaced = entry.event.replaces();
    let former = replaced.map(|replaced| undo::former(&case, replaced));
    let agency_knew = case.migration_agency_may_know();
    apply(&mut case, entry).ok_or(misfit)?;
    if !agency_knew && case.migration_agency_may_know() {
        case.agency_may_know_since = Some(entry.at);
    }
    // What may no longer be sent is no longer on its way (X3).
    if case.sip.invitation_queued.is_some() && !case.invitation_may_leave() {
        case.sip.invitation_queued = None;
    }
    letters::hold_back(&mut case, entry);
    case.reversible = former.map(|former| Reversible {
        staff: entry.by.staff.clone(),
        former,
    });
    Ok(case)
}

/// A value with the time and author of the entry that recorded it.
fn stamped<T: Clone>(entry: &Entry, value: &T) -> Stamped<T> {
    Stamped {
        at: entry.at,
        by: entry.by.clone(),
        value: value.clone(),
    }
}

/// Passes every event to the file of its subject. Values that are stored as they were recorded are
/// set here. `None` when the event does not fit the case.
#[expect(
    clippy::too_many_lines,
    reason = "one arm per event; splitting would hide a missing one"
)]
fn apply(case: &mut Case, entry: &Entry) -> Option<()> {
    match &entry.event {
        // Those of the plan have a stream of their own.
        Event::CaseOpened { .. }
        | Event::PlanChanged { .. }
        | Event::PlanApproved { .. }
        | Event::PlanVersionAgreed { .. }
        | Event::PlanEnded {}
        | Event::PlanResumed {} => return None,
        Event::ConsentRecorded {
            consent,
            answer,
            form,
            units,
            given_at,
            note,
            legal_ground,
            assessor,
            representative,
        } => {
            let before = case.clone();
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
                    representative: representative.clone(),
                },
            );
            parties::consent_changed(case, &before);
        }
        Event::PartyAdded { unit, basis } => parties::added(case, entry, unit, *basis),
        Event::PartyRemoved { unit, .. } => parties::removed(case, entry, unit)?,
        Event::ContactRecorded {
            with,
            channel,
            subject,
            contact_at,
            summary,
            with_function,
        } => contacts::recorded(
            case,
            Contact {
                with: *with,
                channel: *channel,
                subject: *subject,
                at: *contact_at,
                summary: summary.clone(),
                with_function: with_function.clone(),
                by: entry.by.clone(),
            },
        ),
        Event::GroupEstablished { group, evidence } => {
            group::established(case, entry, *group, evidence);
        }
        Event::GroupConfirmationAsked { group } => {
            group::confirmation_asked(case, entry, *group);
        }
        Event::GroupConfirmed { .. } => group::confirmed(case),
        Event::GroupUnestablished { .. } => group::unestablished(case, entry),
        Event::GroupVerified { permit_from, .. } => group::verified(case, entry, *permit_from),
        Event::MigrationAgencyClosed { sip_number } => {
            group::migration_agency_closed(case, entry, sip_number);
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
        } => municipality::asked(
            case,
            Question {
                id: *question,
                unit: unit.clone(),
                municipality: *municipality,
                interventions: interventions.clone(),
                starts: *starts,
                ends: *ends,
                asked_at: entry.at,
                answer: None,
                withdrawn: false,
            },
        ),
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
            municipality::answered(case, entry, unit, &answer)?;
        }
        Event::QuestionWithdrawn { unit } => municipality::withdrawn(case, unit)?,
        Event::ReadyForDischarge { from } => case.ready_for_discharge = Some(stamped(entry, from)),
        Event::CaseClosed { cause, reason } => {
            let closing = Closing {
                cause: *cause,
                reason: reason.clone(),
            };
            case.closed = Some(stamped(entry, &closing));
        }
        Event::CaseReopened { .. } => reopened(case),
        Event::IdentifierAdded { identifier } => {
            person::take_into_use(case, identifier, entry);
        }
        Event::PersonCorrected { person } => case.person = person.clone().into(),
        Event::ProtectedIdentityMarked { protected, .. } => {
            case.person.protected_identity = *protected;
            case.ever_protected |= *protected;
        }
        Event::LinkedProtectedPersonMarked { linked, .. } => letters::marked(case, *linked),
        Event::LinkedProtectedPersonLiftAsked { reason } => {
            case.lift_asked = Some(stamped(entry, reason));
        }
        Event::LetterQueued { outbox, letter } => letters::queued(case, entry, *outbox, *letter),
        Event::LetterRead {
            outbox,
            approved,
            reason,
        } => letters::read(case, entry, *outbox, *approved, reason.as_deref())?,
        Event::LetterPrinted { outbox } => letters::printed(case, entry, *outbox)?,
        Event::LetterPosted {
            outbox, posted_at, ..
        } => letters::posted(case, *outbox, *posted_at)?,
        Event::LetterReturned {
            outbox,
            returned_at,
        } => letters::returned(case, *outbox, *returned_at)?,
        Event::LetterStopped { outbox, reason } => letters::stopped(case, *outbox, reason)?,
        Event::CertificateWritten { content } => {
            case.certificate_writers.insert(entry.by.staff.clone());
            case.certificate = Some(stamped(entry, content));
        }
        Event::SipMeetingPlanned { meeting } => sip::planned(case, entry, meeting),
        Event::InvitationQueued { outbox } => sip::invitation_queued(case, entry, *outbox),
        Event::InvitationSent { sent_at } => sip::invitation_sent(case, entry, *sent_at),
        Event::InvitationMailed { outbox, sent_at } => {
            sip::invitation_mailed(case, entry, *outbox, *sent_at);
        }
        Event::InvitationStopped { outbox, .. } => sip::no_longer_on_its_way(case, *outbox),
        Event::InvitationUncertain { outbox } => sip::invitation_uncertain(case, entry, *outbox),
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
            attended,
            plan,
        } => {
            let held = Held {
                at: *held_at,
                attended: attended.clone(),
            };
            sip::held(case, entry, &held, plan.as_ref());
        }
        Event::SipPlanBegun {} => case.sip.begun = case.sip.begun.or(Some(entry.at)),
        Event::SipPlanAgreed { plan_version, hash } => {
            let agreed = AgreedPlan {
                version: *plan_version,
                hash: Some(hash.clone()),
            };
            case.sip.plan_version = *plan_version;
            case.sip.agreed = Some(stamped(entry, &agreed));
        }
        Event::SipEnded { cause, reason } => {
            let ended = EndedPlan {
                cause: *cause,
                reason: reason.clone(),
            };
            case.sip.ended = Some(stamped(entry, &ended));
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
        Event::FollowUpHeld {
            decided_for,
            held_at,
            attended,
            evaluations,
        } => {
            let held = HeldFollowUp {
                decided_for: *decided_for,
                at: *held_at,
                attended: attended.clone(),
                evaluations: evaluations.clone(),
            };
            case.sip.follow_ups_held.push(stamped(entry, &held));
        }
        Event::HousingMeetingHeld {
            held_at,
            attended,
            informed,
            offered,
            answer,
            reason,
        } => {
            let held = HousingMeeting {
                at: *held_at,
                attended: attended.clone(),
                informed: *informed,
                offered: *offered,
            };
            let answer = answer.map(|answer| HousingAnswered {
                answer,
                at: *held_at,
                reason: reason.clone(),
            });
            sip::housing_meeting_held(case, entry, &held, answer.as_ref());
        }
        Event::HousingAnswered {
            answer,
            answered_at,
            reason,
        } => {
            let answered = HousingAnswered {
                answer: *answer,
                at: *answered_at,
                reason: reason.clone(),
            };
            case.sip.housing_answer = Some(stamped(entry, &answered));
        }
        Event::HousingDecided {
            decision,
            decided_at,
            reason,
        } => {
            let decided = HousingDecided {
                decision: *decision,
                at: *decided_at,
                reason: reason.clone(),
            };
            case.sip.housing_decision = Some(stamped(entry, &decided));
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
            purchase::answered(case, entry, &decision);
        }
        Event::AgreementDrawnUp {
            unit,
            interventions,
            starts,
            ends,
            follow_up,
        } => purchase::drawn_up(
            case,
            Agreement {
                unit: unit.clone(),
                interventions: interventions.clone(),
                starts: *starts,
                ends: *ends,
                follow_up: follow_up.clone(),
                drawn_up_at: entry.at,
                signatures: Vec::new(),
            },
        ),
        Event::AgreementSigned {
            signatory,
            signed_by,
        } => {
            let signature = Signature {
                signatory: *signatory,
                signed_by: signed_by.clone(),
            };
            purchase::signed(case, entry, &signature)?;
        }
        Event::InvoicingFormRecorded { reference } => {
            case.invoicing_form = Some(stamped(entry, reference));
        }
        Event::PurchasesEnded { reason } => case.purchases_ended = Some(stamped(entry, reason)),
        Event::InformationSheetGiven { given_at } => {
            case.information_sheet = Some(stamped(entry, given_at));
        }
        Event::CaseLinked { case: other, .. } => case.related.push(RelatedCase {
            case: *other,
            relation: Relation::SamePerson,
        }),
        Event::CountyRoutineFollowed { note } => case.county_routine = Some(stamped(entry, note)),
        Event::Undone { former } => undo::restore(case, former, entry),
    }
    Some(())
}

/// The case is open again. What the patient had agreed to has to be asked anew; what the patient
/// had refused still holds. What a municipality was asked for is asked for anew (X4).
fn reopened(case: &mut Case) {
    case.closed = None;
    case.care_request = None;
    for question in case.questions.iter_mut() {
        question.withdrawn = true;
    }
    case.consents.retain(|_, consent| {
        matches!(
            consent.answer,
            ConsentAnswer::Refused | ConsentAnswer::Withdrawn
        )
    });
}
