//! What each fact looks for in a case. The match is exhaustive, so a new fact cannot be forgotten.

use jiff::{SignedDuration, Timestamp};
use vocabulary::{
    audience::{ContactChannel, ContactSubject, ContactWith},
    calendar::{at_local, local_date},
    choice::Choice as _,
    command::CareRequestAnswer,
    consent::ConsentKind,
    group::Group,
    identifier::IdentifierKind,
    intervention::MunicipalityAnswer,
    need::NursingNeed,
    setting::Setting,
    sip::{CopyRecipient, HousingAnswer, HousingDecision, MeetingForm},
    text::Language,
    unit::UnitKind,
};

use domain::{
    Case,
    case::{Agreement, CareDecision, ConsentStanding, Contact, Question, Stamped},
    event::Transport,
};

use super::{Fact, Shown};

const NO: Shown = Shown {
    holds: false,
    since: None,
};

fn plain(holds: bool) -> Shown {
    Shown { holds, since: None }
}

fn since(at: Option<Timestamp>) -> Shown {
    Shown {
        holds: at.is_some(),
        since: at,
    }
}

fn stamped<T>(value: Option<&Stamped<T>>) -> Shown {
    since(value.map(|stamped| stamped.at))
}

impl Fact {
    /// Whether the fact holds in a case at an instant.
    #[must_use]
    #[expect(
        clippy::too_many_lines,
        reason = "one arm per fact; splitting would hide a missing one"
    )]
    pub fn shown(self, case: &Case, now: Timestamp) -> Shown {
        match self {
            Self::GroupEstablished => Shown {
                holds: case.group != Group::Unestablished,
                since: (case.group != Group::Unestablished).then_some(case.group_since),
            },
            Self::CoveredByReceptionAct => plain(case.group.covered_by_reception_act()),
            Self::AsylumSeeker => plain(case.group == Group::AsylumSeeker),
            Self::LmaCardNotCurrent => plain(
                case.evidence
                    .as_ref()
                    .is_some_and(|evidence| evidence.card_current == Some(false)),
            ),
            Self::ReserveNumberKnown => {
                plain(case.identifier(IdentifierKind::ReserveNumber).is_some())
            }
            Self::OtherNumberKnown => plain(IdentifierKind::ALL.iter().any(|kind| {
                *kind != IdentifierKind::ReserveNumber && case.identifier(*kind).is_some()
            })),
            Self::LmaNumberKnown => plain(case.identifier(IdentifierKind::LmaNumber).is_some()),
            Self::Adult => plain(!case.person.is_child_on(local_date(now))),
            Self::Admitted => match case.setting {
                Setting::Inpatient => since(case.admitted_at),
                Setting::Outpatient => NO,
            },
            Self::AgencyToldOfNeed => agency_told_of_need(case),
            Self::AgencyToldOfMeeting => agency_told_of_meeting(case),
            Self::NursingNeedKnown => plain(case.needs.nursing != NursingNeed::Unknown),
            Self::NursingNeedExists => plain(matches!(
                case.needs.nursing,
                NursingNeed::MetByKin | NursingNeed::Unmet
            )),
            Self::NursingNeedUnmet => plain(case.needs.nursing == NursingNeed::Unmet),
            Self::CertificateWritten => stamped(case.certificate.as_ref()),
            Self::CertificateDelivered => agency_contact(case, |contact| {
                contact.subject == ContactSubject::Certificate
                    && contact.channel != ContactChannel::Phone
            }),
            Self::CaseConsentGiven => consent(case, ConsentKind::Case, ConsentStanding::Given),
            Self::CaseConsentIncapable => {
                consent(case, ConsentKind::Case, ConsentStanding::Incapable)
            }
            Self::CaseConsentRefused => consent(case, ConsentKind::Case, ConsentStanding::Refused),
            Self::PlaceholdersAreParties => placeholders(case),
            Self::SipConsentGiven => consent(case, ConsentKind::Sip, ConsentStanding::Given),
            Self::SipConsentIncapable => {
                consent(case, ConsentKind::Sip, ConsentStanding::Incapable)
            }
            Self::SipConsentRefused => consent(case, ConsentKind::Sip, ConsentStanding::Refused),
            Self::TransferConsentHolds => transfer(case),
            Self::ResidenceKnown => stamped(case.residence.as_ref()),
            Self::AnotherRegionResponsible => plain(case.another_region_is_responsible()),
            Self::MovesToAnotherRegion => plain(case.moves_to_another_region()),
            Self::RegionalPrimaryCareRuledOut => {
                plain(case.needs.regional_primary_care == Some(false))
            }
            Self::HealthCentreIsParty => party(case, UnitKind::HealthCentre),
            Self::MunicipalCareNeeded => plain(municipal_care_needed(case)),
            Self::MunicipalityAsked => {
                since(case.latest_question().map(|question| question.asked_at))
            }
            Self::MunicipalityAsksForMore => {
                answer(case, |answer| answer == MunicipalityAnswer::MoreInformation)
            }
            Self::MunicipalityAnswered => {
                answer(case, |answer| answer != MunicipalityAnswer::MoreInformation)
            }
            Self::MunicipalityConfirmed => answer(case, |answer| {
                matches!(answer, MunicipalityAnswer::Yes | MunicipalityAnswer::Partly)
            }),
            Self::MunicipalityDeclined => answer(case, |answer| answer == MunicipalityAnswer::No),
            Self::MunicipalCareIsParty => party(case, UnitKind::MunicipalPrimaryCare),
            Self::CareRequestSent => since(case.care_request_here().map(|sent| sent.sent_at)),
            Self::CareRequestReturned => {
                decision(case, |answer| answer == CareRequestAnswer::Returned)
            }
            Self::CareRequestAccepted => decision(case, |answer| {
                matches!(
                    answer,
                    CareRequestAnswer::Accepted | CareRequestAnswer::AcceptedInPart
                )
            }),
            Self::CareRequestDeclined => care_request_declined(case),
            Self::CareRequestDecided => {
                decision(case, |answer| answer != CareRequestAnswer::Returned)
            }
            Self::RehabInterventionsNeeded => plain(case.needs.rehab_interventions == Some(true)),
            Self::DeviceNeeded => plain(case.needs.device || case.needs.rehab == Some(true)),
            Self::RehabNeeded => plain(case.needs.rehab == Some(true)),
            Self::DeviceOrdered => stamped(case.devices.last()),
            Self::RegionalRehabIsParty => party(case, UnitKind::RegionalRehab),
            Self::SpecialistRuledOut => plain(case.needs.specialist_follow_up == Some(false)),
            Self::SpecialistIsParty => party(case, UnitKind::SpecialistClinic),
            Self::MeetingPlanned => stamped(case.sip.meeting.as_ref()),
            Self::MeetingAhead => plain(
                case.sip
                    .meeting
                    .as_ref()
                    .is_some_and(|meeting| now < meeting.value.at),
            ),
            Self::MeetingToHold => plain(case.sip.meeting_to_hold().is_some()),
            Self::MeetingInPerson => plain(
                case.sip
                    .meeting
                    .as_ref()
                    .is_some_and(|meeting| meeting.value.form() == MeetingForm::InPerson),
            ),
            Self::MeetingHeld => stamped(case.sip.held.as_ref()),
            Self::PlanAgreed => stamped(case.sip.agreed.as_ref()),
            Self::HousingMeetingHeld => stamped(
                case.sip
                    .housing_meeting
                    .as_ref()
                    .filter(|held| held.value.informed && held.value.offered),
            ),
            Self::HousingMeetingRecorded => stamped(case.sip.housing_meeting.as_ref()),
            Self::HousingAnswered => {
                housing_answer(case, |answer| answer != HousingAnswer::Undecided)
            }
            Self::HousingApplied => housing_answer(case, |answer| answer == HousingAnswer::Applies),
            Self::HousingDeclined => {
                housing_answer(case, |answer| answer == HousingAnswer::Declines)
            }
            Self::HousingGranted => housing_decision(case, HousingDecision::Place),
            Self::HousingRefused => housing_decision(case, HousingDecision::NoPlace),
            Self::InvitationQueued => stamped(case.sip.invitation_queued.as_ref()),
            Self::InvitationUncertain => stamped(case.sip.invitation_uncertain.as_ref()),
            Self::InvitationSent => stamped(case.sip.invitation_sent.as_ref()),
            Self::KinInvited => plain(
                case.sip
                    .meeting
                    .as_ref()
                    .is_some_and(|meeting| meeting.value.kin_invited),
            ),
            Self::InterpreterNeeded => plain(case.person.interpreter_needed),
            Self::SpeaksSwedish => plain(
                case.person
                    .language
                    .as_ref()
                    .is_some_and(Language::is_swedish),
            ),
            Self::InterpreterBooked => stamped(case.interpreter.as_ref()),
            Self::InterpreterBookedForMeeting => interpreter_for_meeting(case),
            Self::CopyToPatient => copy(case, CopyRecipient::Patient),
            Self::CopyToKin => copy(case, CopyRecipient::Kin),
            Self::CopyToParties => copy(case, CopyRecipient::Parties),
            Self::OtherParties => {
                plain(case.parties.iter().any(|(id, party)| {
                    *id != case.coordinator && !party.unit.kind.is_placeholder()
                }))
            }
            Self::PlanPostedToAgency => copy(case, CopyRecipient::MigrationAgency),
            Self::FollowUpDecided => stamped(case.sip.follow_up.as_ref()),
            Self::FollowUpAhead => plain(
                case.sip
                    .follow_up_to_hold()
                    .is_some_and(|decided| now < decided.value.at),
            ),
            Self::FollowUpHeld => follow_up_held(case),
            Self::AgreementDrawnUp => since(
                case.agreement
                    .as_ref()
                    .map(|agreement| agreement.drawn_up_at),
            ),
            Self::AgreementSigned => signed(case),
            Self::InvoicingFormFilledIn => stamped(case.invoicing_form.as_ref()),
            Self::InstitutionNamed => stamped(case.institution.as_ref()),
            Self::ReadyForDischarge => stamped(case.ready_for_discharge.as_ref()),
            Self::ReportGiven => contact(case, |contact| {
                contact.with == ContactWith::Institution
                    && contact.subject == ContactSubject::Report
            }),
            Self::TransportOrdered => stamped(
                case.transport
                    .as_ref()
                    .filter(|transport| matches!(transport.value, Transport::Ordered { .. })),
            ),
            Self::TransportDeclined => stamped(
                case.transport
                    .as_ref()
                    .filter(|transport| matches!(transport.value, Transport::NotNeeded { .. })),
            ),
            Self::InformationSheetGiven => stamped(case.information_sheet.as_ref()),
            Self::CountyRoutineFollowed => stamped(case.county_routine.as_ref()),
            Self::HeadOfficeToldOfMissingCard => contact(case, |contact| {
                contact.with == ContactWith::HeadOffice
                    && contact.subject == ContactSubject::MissingCard
            }),
            Self::PurchasesEnded => stamped(case.purchases_ended.as_ref()),
            Self::CaseClosed => stamped(case.closed.as_ref()),
        }
    }
}

fn contact(case: &Case, wanted: impl Fn(&Contact) -> bool) -> Shown {
    since(
        case.contacts
            .iter()
            .filter(|contact| wanted(contact))
            .map(|contact| contact.at)
            .min(),
    )
}

fn agency_contact(case: &Case, wanted: impl Fn(&Contact) -> bool) -> Shown {
    contact(case, |contact| {
        contact.with == ContactWith::MigrationAgency && wanted(contact)
    })
}

/// For an inpatient, only a call since this admission counts: a call about an earlier stay does not
/// concern this one (V6A.2). Days are compared, because a call is often recorded with a rounded
/// time.
fn agency_told_of_need(case: &Case) -> Shown {
    let from = match case.setting {
        Setting::Inpatient => case.admitted_at.map(|at| at_local(local_date(at), 0, 0)),
        Setting::Outpatient => None,
    };
    agency_contact(case, |contact| {
        contact.subject == ContactSubject::Need
            && contact.channel == ContactChannel::Phone
            && from.is_none_or(|from| contact.at >= from)
    })
}

/// Only a call after the meeting was planned counts. Minutes are compared, because a call is
/// recorded in hours and minutes (V6A.5).
fn agency_told_of_meeting(case: &Case) -> Shown {
    let Some(planned) = case.sip.meeting.as_ref().map(|meeting| meeting.at) else {
        return NO;
    };
    let minute = SignedDuration::from_mins(1);
    agency_contact(case, |contact| {
        contact.subject == ContactSubject::SipMeeting
            && contact.channel == ContactChannel::Phone
            && planned.duration_until(contact.at) > -minute
    })
}

fn consent(case: &Case, kind: ConsentKind, wanted: ConsentStanding) -> Shown {
    if case.consent(kind) == wanted {
        since(case.consents.get(&kind).map(|consent| consent.given_at))
    } else {
        NO
    }
}

fn transfer(case: &Case) -> Shown {
    let holds = case
        .party_of_kind(UnitKind::MunicipalPrimaryCare)
        .is_some_and(|party| {
            matches!(
                case.information_transfer_to(&party.unit.hsa_id),
                ConsentStanding::Given | ConsentStanding::Incapable
            )
        });
    plain(holds)
}

fn placeholders(case: &Case) -> Shown {
    let health_centre = party(case, UnitKind::PlaceholderHealthCentre);
    let municipality = party(case, UnitKind::PlaceholderMunicipality);
    if health_centre.holds && municipality.holds {
        Shown {
            holds: true,
            since: health_centre.since.max(municipality.since),
        }
    } else {
        NO
    }
}

fn party(case: &Case, kind: UnitKind) -> Shown {
    since(case.party_of_kind(kind).map(|party| party.since))
}

/// What staff have recorded; while nothing is recorded, a need of health care at home counts as a
/// possible need of municipal care.
fn municipal_care_needed(case: &Case) -> bool {
    case.needs
        .municipal_primary_care
        .unwrap_or(case.needs.health_care)
}

fn answer(case: &Case, wanted: impl Fn(MunicipalityAnswer) -> bool) -> Shown {
    let question: Option<&Question> = case.latest_question();
    since(
        question
            .and_then(|question| question.answer.as_ref())
            .filter(|answer| wanted(answer.value.answer))
            .map(|answer| answer.at),
    )
}

fn decided(case: &Case) -> Option<&Stamped<CareDecision>> {
    case.care_request_here()?.answer.as_ref()
}

fn decision(case: &Case, wanted: impl Fn(CareRequestAnswer) -> bool) -> Shown {
    stamped(decided(case).filter(|decision| wanted(decision.value.answer)))
}

/// A declined request no longer counts once municipal primary care has been asked again.
fn care_request_declined(case: &Case) -> Shown {
    let declined = decision(case, |answer| answer == CareRequestAnswer::Declined);
    let asked = case.latest_question().map(|question| question.asked_at);
    match (declined.since, asked) {
        (Some(at), Some(asked)) if asked > at => NO,
        _ => declined,
    }
}

/// An interpreter booked for another day than the meeting does not count (V6A.8).
fn interpreter_for_meeting(case: &Case) -> Shown {
    let meeting = case
        .sip
        .meeting
        .as_ref()
        .map(|meeting| local_date(meeting.value.at));
    stamped(
        case.interpreter.as_ref().filter(|booking| {
            meeting.is_none_or(|meeting| meeting == local_date(booking.value.at))
        }),
    )
}

fn housing_answer(case: &Case, wanted: impl Fn(HousingAnswer) -> bool) -> Shown {
    let answered = case.sip.housing_answer.as_ref();
    stamped(answered.filter(|answered| wanted(answered.value.answer)))
}

fn housing_decision(case: &Case, wanted: HousingDecision) -> Shown {
    stamped(
        case.sip
            .housing_decision
            .as_ref()
            .filter(|decided| decided.value.decision == wanted),
    )
}

/// The latest follow-up that was decided has been held; another that is decided after it has not.
fn follow_up_held(case: &Case) -> Shown {
    if case.sip.follow_up_to_hold().is_some() {
        return NO;
    }
    stamped(case.sip.follow_ups_held.last())
}

/// Only a copy of the version that holds counts.
fn copy(case: &Case, recipient: CopyRecipient) -> Shown {
    let version = case.sip.plan_version;
    since(
        case.sip
            .copies
            .iter()
            .filter(|copy| copy.value.recipient == recipient && copy.value.plan_version == version)
            .map(|copy| copy.at)
            .min(),
    )
}

fn signed(case: &Case) -> Shown {
    since(
        case.agreement
            .as_ref()
            .filter(|agreement| Agreement::is_signed(agreement))
            .and_then(|agreement| {
                agreement
                    .signatures
                    .iter()
                    .map(|signature| signature.at)
                    .max()
            }),
    )
}
