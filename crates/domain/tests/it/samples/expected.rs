//! What each stored sample means.

use domain::{
    Event,
    event::{
        Basis, EvaluatedGoal, FollowUp, Former, GroupEvidence, Institution, InterpreterBooking,
        Meeting, MeetingPlace, Needs, Person, PlanCellSet, ProsePlan, Residence, RowChange,
        Transport,
    },
};
use jiff::civil::date;
use vocabulary::{
    audience::{ContactChannel, ContactSubject, ContactWith, WrongRecipient},
    command::{CareRequestAnswer, InterventionOrder, Signatory},
    consent::{ConsentAnswer, ConsentForm, ConsentKind},
    geography::{MunicipalityCode, PostalCode},
    group::{Group, VerifiedIn},
    identifier::{Identifier, IdentifierKind},
    intervention::{Intervention, MunicipalityAnswer, Per},
    letter::LetterKind,
    need::NursingNeed,
    plan::{PlanEnd, PlanField, PlanRowKind},
    public_id::PublicId,
    reading::Times,
    secret::Words,
    setting::{Housing, Setting},
    sip::{
        Attendee, CopyRecipient, GoalOutcome, HandOver, HousingAnswer, HousingDecision, SipNumber,
    },
    text::Language,
};

use crate::story::{START, TROLLHATTAN, WARD, hsa, unit};

fn person() -> Person {
    Person {
        name: words("Amina Exempel"),
        birth_date: date(1984, 5, 17).into(),
        under_18: None,
        language: Some(Language(text("ar"))),
        interpreter_needed: true,
        room: Some(text("12:2")),
        protected_identity: false,
        kin: Some(words("Systern kommer varje kväll")),
    }
}

fn needs() -> Needs {
    Needs {
        rehab_interventions: None,
        nursing: NursingNeed::MetByKin,
        health_care: true,
        device: false,
        regional_primary_care: Some(true),
        municipal_primary_care: None,
        rehab: Some(false),
        specialist_follow_up: None,
    }
}

fn evidence() -> GroupEvidence {
    GroupEvidence {
        card_current: None,
        permit_from: None,
        text: text("Kortet visades"),
        verified_in: Some(VerifiedIn::Card),
        at: START,
        by: text("Karin Lind, vårdpersonal"),
    }
}

fn orders() -> Vec<InterventionOrder> {
    vec![InterventionOrder {
        code: Intervention::WoundDressing,
        times: Times(2),
        per: Per::Week,
    }]
}

fn lma_number() -> Identifier {
    Identifier::from_stored(IdentifierKind::LmaNumber, "12345678")
}

fn text(text: &str) -> String {
    text.to_owned()
}

fn words(value: &str) -> Words {
    Words::new(value.to_owned())
}

fn sip_number() -> SipNumber {
    SipNumber::from_random([7; 11])
}

fn municipality() -> MunicipalityCode {
    MunicipalityCode::parse("1488").unwrap_or_else(|_| panic!("1488 is a municipality"))
}

fn residence() -> Residence {
    Residence {
        municipality: municipality(),
        address: words("Storgatan 1"),
        postal_code: PostalCode::parse("461 30").unwrap_or_else(|_| panic!("a postal code")),
        housing: Housing::Own,
    }
}

/// One event of every kind.
pub(super) fn events() -> Vec<Event> {
    [
        person_events(),
        unit_events(),
        plan_events(),
        meeting_events(),
        letter_events(),
        purchase_events(),
    ]
    .concat()
}

fn person_events() -> Vec<Event> {
    vec![
        Event::CaseOpened {
            id: PublicId::from_random([1; 16]),
            sip_number: sip_number(),
            continues: None,
            person: person(),
            identifiers: vec![lma_number()],
            setting: Setting::Inpatient,
            admitted_at: Some(START),
            group: Group::AsylumSeeker,
            stated_group: Group::AsylumSeeker,
            evidence: Some(evidence()),
            needs: needs(),
            unit: unit(WARD),
            guidance: text("fyrbodal-2025-07-01"),
        },
        Event::ConsentRecorded {
            consent: ConsentKind::InformationTransfer,
            answer: ConsentAnswer::Incapable,
            form: ConsentForm::Written,
            units: Some(vec![hsa(TROLLHATTAN)]),
            given_at: START,
            note: Some(text("Vårdnadshavare svarade")),
            legal_ground: Some(text("25 kap. 13 § OSL")),
            assessor: Some(text("Överläkare")),
            representative: None,
        },
        Event::GroupEstablished {
            group: Group::MassRefugee,
            evidence: evidence(),
        },
        Event::GroupConfirmationAsked {
            group: Group::MassRefugee,
        },
        Event::GroupConfirmed {
            seen: text("Kortet visades"),
        },
        Event::GroupUnestablished {
            reason: text("Uppgifterna går isär"),
        },
        Event::GroupVerified {
            verified_in: VerifiedIn::VeraAsyl,
            still_valid: true,
            answer: text("Gäller"),
            permit_from: None,
        },
        Event::MigrationAgencyClosed {
            sip_number: sip_number(),
        },
        Event::NeedsEstablished { needs: needs() },
        Event::SettingChanged {
            setting: Setting::Outpatient,
            unit: unit(WARD),
            admitted_at: None,
        },
        Event::ResidenceEstablished {
            residence: residence(),
        },
        Event::IdentifierAdded {
            identifier: lma_number(),
        },
        Event::PersonCorrected { person: person() },
        Event::ProtectedIdentityMarked {
            protected: true,
            reason: text("Sekretessmarkering"),
        },
        Event::ReadyForDischarge { from: START },
        Event::WrongDisclosureReported {
            audience: WrongRecipient::Police,
            disclosed_at: START,
            what: words("Namnet nämndes"),
        },
        Event::InboundQuestionRecorded {
            audience: WrongRecipient::SocialServices,
            asked_at: START,
            what: words("Finns personen hos er?"),
        },
        Event::Undone {
            former: Former::Residence(Some(residence())),
        },
        Event::CaseClosed {
            cause: None,
            reason: text("Klart"),
        },
        Event::CaseLinked {
            case: PublicId::from_random([4; 16]),
            reason: text("Samma fingeravtryck"),
        },
        Event::CaseReopened {
            reason: text("Fel ärende"),
        },
    ]
}

fn unit_events() -> Vec<Event> {
    vec![
        Event::PartyAdded {
            unit: unit(TROLLHATTAN),
            basis: Basis::InformationTransfer,
        },
        Event::PartyRemoved {
            unit: hsa(TROLLHATTAN),
            name: text("Hemsjukvården Trollhättan"),
            reason: text("Behövs inte längre"),
        },
        Event::CoordinationHandedOver {
            unit: hsa(WARD),
            name: text("Avdelning 51"),
        },
        Event::ContactRecorded {
            with: ContactWith::MigrationAgency,
            channel: ContactChannel::Phone,
            subject: ContactSubject::Need,
            contact_at: START,
            summary: words("Inlagd sedan i går"),
            with_function: Some(text("Teamledare")),
        },
        Event::MunicipalityAsked {
            question: PublicId::from_random([2; 16]),
            unit: unit(TROLLHATTAN),
            municipality: municipality(),
            interventions: orders(),
            starts: date(2026, 3, 12),
            ends: Some(date(2026, 4, 12)),
        },
        Event::MunicipalityAnswered {
            unit: hsa(TROLLHATTAN),
            answer: MunicipalityAnswer::Partly,
            accepted: vec![Intervention::WoundDressing],
            answered_by: text("Enhetschef"),
            comment: Some(text("Från måndag")),
        },
        Event::QuestionWithdrawn {
            unit: hsa(TROLLHATTAN),
        },
    ]
}

#[expect(clippy::too_many_lines, reason = "a list of samples")]
fn plan_events() -> Vec<Event> {
    vec![
        Event::CertificateWritten {
            content: words("Behöver hjälp dygnet runt"),
        },
        Event::SipMeetingPlanned {
            meeting: Meeting {
                at: START,
                place: MeetingPlace::InPerson {
                    point: text("Huvudentrén"),
                    link: None,
                },
                outside: None,
                kin_invited: true,
                questions: Some(text("Vad är viktigt för dig?")),
            },
        },
        Event::InvitationQueued {
            outbox: PublicId::from_random([3; 16]),
        },
        Event::InvitationSent { sent_at: START },
        Event::InvitationMailed {
            outbox: PublicId::from_random([3; 16]),
            sent_at: START,
        },
        Event::InvitationStopped {
            outbox: PublicId::from_random([3; 16]),
            reason: text("Migrationsverkets e-postserver tog inte emot mejlet"),
        },
        Event::InvitationUncertain {
            outbox: PublicId::from_random([3; 16]),
        },
        Event::InterpreterBooked {
            booking: InterpreterBooking {
                language: Language(text("ar")),
                at: START,
                reference: Some(text("T-100")),
            },
        },
        Event::InstitutionRecorded {
            institution: Institution {
                name: text("Boendet Eken"),
                phone: text("010-1234567"),
                address: Some(text("Partille")),
            },
        },
        Event::TransportSettled {
            transport: Transport::Ordered {
                destination: text("Boendet Eken"),
                at: START,
                reference: None,
            },
        },
        Event::DeviceOrdered {
            device: text("Rollator"),
            ground: Some(text("Kan inte vänta")),
            reference: Some(text("WS-77")),
        },
        Event::SipMeetingHeld {
            held_at: START,
            attended: Vec::new(),
            plan: Some(ProsePlan {
                what_matters: words("Att få bo nära min syster"),
                needs: words("Såromläggning"),
                responsibilities: words("Hemsjukvården lägger om"),
                attended: words("Patient, tolk, avdelning"),
            }),
        },
        Event::SipPlanBegun {},
        Event::SipPlanAgreed {
            plan_version: 2,
            hash: text("0f"),
        },
        Event::SipEnded {
            cause: PlanEnd::Declined,
            reason: Some(text("Patienten vill inte ha någon plan")),
        },
        Event::PlanChanged {
            changes: vec![
                RowChange::Added {
                    row: PublicId::from_random([1; 16]),
                    kind: PlanRowKind::Need,
                    cells: vec![PlanCellSet {
                        field: PlanField::Text,
                        value: Some(words("Såromläggning")),
                    }],
                },
                RowChange::Set {
                    row: PublicId::from_random([1; 16]),
                    field: PlanField::Text,
                    value: None,
                },
                RowChange::Contested {
                    row: PublicId::from_random([1; 16]),
                    field: PlanField::Text,
                    value: Some(words("Provtagning")),
                },
                RowChange::Removed {
                    row: PublicId::from_random([1; 16]),
                },
                RowChange::RemovalContested {
                    row: PublicId::from_random([1; 16]),
                },
                RowChange::Restored {
                    row: PublicId::from_random([1; 16]),
                },
                RowChange::Kept {
                    row: PublicId::from_random([1; 16]),
                },
            ],
        },
        Event::PlanApproved { unit: hsa(WARD) },
        Event::PlanVersionAgreed {
            plan_version: 2,
            asked: vec![hsa(WARD)],
        },
        Event::PlanEnded {},
        Event::PlanResumed {},
        Event::CopyHandedOut {
            plan_version: 1,
            recipient: CopyRecipient::Parties,
            how: HandOver::InProduct,
            handed_at: START,
        },
        Event::FollowUpDecided {
            follow_up: FollowUp {
                at: START,
                unit: hsa(WARD),
                unit_name: text("Avdelning 51"),
                evaluated_by: None,
            },
        },
        Event::InformationSheetGiven { given_at: START },
        Event::CountyRoutineFollowed {
            note: text("Kapitlet Samtycke följt"),
        },
    ]
}

fn meeting_events() -> Vec<Event> {
    vec![
        Event::HousingMeetingHeld {
            held_at: START,
            attended: vec![Attendee::Patient, Attendee::MigrationAgency],
            informed: true,
            offered: true,
            answer: Some(HousingAnswer::Undecided),
            reason: Some(words("Vill fråga sin syster")),
        },
        Event::HousingAnswered {
            answer: HousingAnswer::Declines,
            answered_at: START,
            reason: Some(words("Vill bo nära sin syster")),
        },
        Event::HousingDecided {
            decision: HousingDecision::NoPlace,
            decided_at: START,
            reason: None,
        },
        Event::FollowUpHeld {
            decided_for: START,
            held_at: START,
            attended: vec![Attendee::Patient, Attendee::CareStaff],
            evaluations: vec![EvaluatedGoal {
                goal: words("Gå till affären"),
                outcome: GoalOutcome::Partly,
                why: Some(words("Orkar en bit till")),
            }],
        },
    ]
}

fn letter_events() -> Vec<Event> {
    vec![
        Event::LinkedProtectedPersonMarked {
            linked: true,
            reason: text("Mamman har skyddade uppgifter"),
        },
        Event::LinkedProtectedPersonLiftAsked {
            reason: text("Mamman har inte skyddade uppgifter längre"),
        },
        Event::LetterQueued {
            outbox: PublicId::from_random([3; 16]),
            letter: LetterKind::Certificate,
        },
        Event::LetterRead {
            outbox: PublicId::from_random([3; 16]),
            approved: true,
            reason: Some(text("Nämner systern")),
        },
        Event::LetterPrinted {
            outbox: PublicId::from_random([3; 16]),
        },
        Event::LetterPosted {
            outbox: PublicId::from_random([3; 16]),
            posted_at: START,
            late: false,
        },
        Event::LetterReturned {
            outbox: PublicId::from_random([3; 16]),
            returned_at: START,
        },
        Event::LetterStopped {
            outbox: PublicId::from_random([3; 16]),
            reason: text("Enheten har makulerat brevet"),
        },
    ]
}

fn purchase_events() -> Vec<Event> {
    vec![
        Event::CareRequestSent {
            unit: hsa(TROLLHATTAN),
            question: words("Såromläggning två gånger i veckan"),
            health_state: words("Sår på vänster underben"),
            follow_up: text("Avdelningen ringer i april"),
            medicines: Some(words("Dosett")),
        },
        Event::CareRequestAnswered {
            answer: CareRequestAnswer::AcceptedInPart,
            reason: Some(text("Provtagning kan vi inte")),
            accepted: vec![Intervention::WoundDressing],
        },
        Event::AgreementDrawnUp {
            unit: hsa(TROLLHATTAN),
            interventions: orders(),
            starts: date(2026, 3, 12),
            ends: None,
            follow_up: text("Avdelningen ringer i april"),
        },
        Event::AgreementSigned {
            signatory: Signatory::HeadOfOperations,
            signed_by: text("Eva Ek, verksamhetschef"),
        },
        Event::InvoicingFormRecorded {
            reference: text("B2-1"),
        },
        Event::PurchasesEnded {
            reason: text("Folkbokförd"),
        },
    ]
}
