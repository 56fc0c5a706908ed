//! Methods for the SIP meeting and institution housing: certificate, invitation, interpreter, plan,
//! copies, report, transport.

use jiff::Timestamp;
use vocabulary::{
    audience::{ContactSubject, ContactWith},
    choice::Choice as _,
    command::{
        AgreePlan, BookInterpreter, ChangePlan, Command, DecideFollowUp, DeclineTransport,
        DeliverCertificate, HandOutCopy, HoldHousingMeeting, HoldSipMeeting,
        MarkLinkedProtectedPerson, OrderTransport, PlanSipMeeting, QueueLetter,
        RecordHousingDecision, RecordInstitution, RecordInvitationSent, SendInvitation,
        WriteCertificate,
    },
    letter::LetterKind,
    plan::{GoalOwner, PlanCellChange, PlanChange, PlanField, PlanRowKind},
    public_id::PublicId,
    reading::{ChosenPoint, PastInstant, PlannedInstant},
    role::Role,
    sip::{Attendee, CopyRecipient, HandOver, HousingAnswer, HousingDecision, MeetingForm},
    text::{Line, Phone, Prose},
};

use super::ScenarioBuilder;
use crate::demo::directory;

/// Whoever runs the scenario agrees on the plan as it is then.
pub(crate) const SEEN_NOW: &str = "nu";

/// A new row of the plan.
fn added(row: Option<PublicId>, kind: PlanRowKind, cells: Vec<(PlanField, String)>) -> PlanChange {
    let cells = cells.into_iter().map(|(field, value)| PlanCellChange {
        field,
        was: None,
        value: Some(Prose(value)),
    });
    PlanChange {
        row,
        add: Some(kind),
        act: None,
        cells: Some(cells.collect()),
    }
}

impl ScenarioBuilder<'_> {
    /// The physician writes the certificate (V6A.3).
    pub(crate) fn certificate(mut self) -> Self {
        let content = Prose(self.text("certificate"));
        self.by(
            Role::Physician,
            Command::WriteCertificate(WriteCertificate { content }),
        )
    }

    /// The certificate goes to Migrationsverket (V6A.7).
    pub(crate) fn deliver_certificate(self, how: HandOver) -> Self {
        let at = self.at;
        self.nurse(Command::DeliverCertificate(DeliverCertificate {
            how,
            at: PastInstant(at),
        }))
    }

    /// The certificate waits in the post queue for a second reader, because somebody close to the
    /// patient is protected (V6A.7, X1).
    pub(crate) fn certificate_for_two_readers(mut self) -> Self {
        let reason = Prose(self.text("linked"));
        self.nurse(Command::MarkLinkedProtectedPerson(
            MarkLinkedProtectedPerson {
                linked: true,
                reason,
            },
        ))
        .nurse(Command::QueueLetter(QueueLetter {
            letter: LetterKind::Certificate,
        }))
    }

    /// The meeting is planned (V6A.4): in person at a neutral point, or by a link.
    pub(crate) fn plan(mut self, at: Timestamp, form: MeetingForm, kin_invited: bool) -> Self {
        self.meeting = at.max(self.at);
        let at = self.meeting;
        self.by(
            Role::DischargeCoordinator,
            Command::PlanSipMeeting(PlanSipMeeting {
                at: PlannedInstant(at),
                form,
                chosen_point: (form == MeetingForm::InPerson)
                    .then(|| {
                        directory::meeting_points()
                            .first()
                            .map(|point| ChosenPoint(point.id))
                    })
                    .flatten(),
                meeting_point: None,
                link: None,
                kin_invited,
                questions: None,
            }),
        )
    }

    /// The time of the meeting that was planned last.
    pub(crate) fn meeting(&self) -> Timestamp {
        self.meeting
    }

    /// The de-identified invitation is queued (V6A.6).
    pub(crate) fn send_invitation(self) -> Self {
        self.by(
            Role::DischargeCoordinator,
            Command::SendInvitation(SendInvitation {}),
        )
    }

    /// The de-identified invitation was sent from the unit's own mailbox (V6A.6).
    pub(crate) fn invitation_sent(self) -> Self {
        let at = self.at;
        self.by(
            Role::DischargeCoordinator,
            Command::RecordInvitationSent(RecordInvitationSent {
                at: PastInstant(at),
            }),
        )
    }

    /// An interpreter is booked for the meeting (V6A.8).
    pub(crate) fn interpreter(mut self) -> Self {
        let Some(language) = self.interpreter_language.clone() else {
            return self.fail("no language to interpret");
        };
        let reference = format!("T-{:05}", self.draw.below(100_000));
        let at = self.meeting;
        self.nurse(Command::BookInterpreter(BookInterpreter {
            language,
            at,
            reference: Some(Line(reference)),
        }))
    }

    /// The meeting was held when it was planned, and its plan was agreed on (V6B.13).
    pub(crate) fn hold(mut self) -> Self {
        self.at = self.at.max(self.meeting);
        let command = HoldSipMeeting {
            at: PastInstant(self.meeting),
            attended: vec![
                Attendee::Patient,
                Attendee::Interpreter,
                Attendee::CareStaff,
            ],
        };
        let held = self.by(Role::DischargeCoordinator, Command::HoldSipMeeting(command));
        held.written().by(
            Role::DischargeCoordinator,
            Command::AgreePlan(AgreePlan {
                seen: Line(SEEN_NOW.to_owned()),
            }),
        )
    }

    /// The rows of the plan, with an intervention of the coordinating unit, and one of the municipality
    /// where it takes part.
    fn written(mut self) -> Self {
        let unit = self.unit;
        let (need, goal) = (self.row_id(), self.row_id());
        let texts = [
            "what-matters",
            "plan-need",
            "plan-goal",
            "plan-intervention",
            "plan-extent",
            "own-part",
        ];
        let [matters, needed, aim, task, extent, own] = texts.map(|topic| self.text(topic));
        let under = |row: PublicId| (PlanField::Under, row.to_string());
        self.with_unit(unit, |mut builder, unit| {
            let unit = || (PlanField::Unit, unit.as_str().to_owned());
            let mut changes = vec![
                added(
                    None,
                    PlanRowKind::WhatMatters,
                    vec![(PlanField::Text, matters)],
                ),
                added(
                    Some(need),
                    PlanRowKind::Need,
                    vec![(PlanField::Text, needed)],
                ),
                added(
                    Some(goal),
                    PlanRowKind::Goal,
                    vec![
                        (PlanField::Text, aim),
                        (PlanField::Whose, GoalOwner::Professionals.code().to_owned()),
                        under(need),
                    ],
                ),
                added(
                    None,
                    PlanRowKind::Intervention,
                    vec![
                        (PlanField::Text, task),
                        under(goal),
                        unit(),
                        (PlanField::Extent, extent),
                        (PlanField::OwnPart, own),
                    ],
                ),
                added(None, PlanRowKind::Responsibility, vec![unit()]),
            ];
            if let (Some(municipality), Some(order)) =
                (&builder.municipal_party, builder.asked.first())
            {
                changes.push(added(
                    None,
                    PlanRowKind::Intervention,
                    vec![
                        (PlanField::Text, order.code.swedish().to_owned()),
                        under(need),
                        (PlanField::Unit, municipality.as_str().to_owned()),
                        (PlanField::Bought, order.code.code().to_owned()),
                    ],
                ));
            }
            builder = builder.by(
                Role::DischargeCoordinator,
                Command::ChangePlan(ChangePlan { changes }),
            );
            builder
        })
    }

    fn row_id(&mut self) -> PublicId {
        let (first, second) = (self.draw.next(), self.draw.next());
        let mut bits = [0; 16];
        bits[..8].copy_from_slice(&first.to_be_bytes());
        bits[8..].copy_from_slice(&second.to_be_bytes());
        PublicId::from_random(bits)
    }

    /// A copy of the plan is handed out (V6B.13).
    pub(crate) fn copy(self, recipient: CopyRecipient, how: HandOver) -> Self {
        let at = self.at;
        self.nurse(Command::HandOutCopy(HandOutCopy {
            recipient,
            how,
            at: PastInstant(at),
        }))
    }

    /// The follow-up meeting is decided, with the coordinating unit responsible (V6B.14).
    pub(crate) fn follow_up(self, at: Timestamp) -> Self {
        let unit = self.unit;
        self.with_unit(unit, |builder, unit| {
            builder.by(
                Role::DischargeCoordinator,
                Command::DecideFollowUp(DecideFollowUp {
                    at: PlannedInstant(at),
                    unit,
                    evaluated_by: None,
                }),
            )
        })
    }

    /// At the meeting the patient is told how the needs are met, and applies for institution housing
    /// (V6A.4.2).
    pub(crate) fn offered_housing(mut self) -> Self {
        self.at = self.at.max(self.meeting);
        let command = HoldHousingMeeting {
            at: PastInstant(self.meeting),
            attended: vec![
                Attendee::Patient,
                Attendee::Interpreter,
                Attendee::CareStaff,
                Attendee::MigrationAgency,
            ],
            informed: true,
            offered: true,
            answer: Some(HousingAnswer::Applies),
            reason: None,
        };
        self.by(
            Role::DischargeCoordinator,
            Command::HoldHousingMeeting(command),
        )
    }

    /// Migrationsverket decides that there is a place (V4.3).
    pub(crate) fn granted(self) -> Self {
        let at = self.at;
        self.nurse(Command::RecordHousingDecision(RecordHousingDecision {
            decision: HousingDecision::Place,
            at: PastInstant(at),
            reason: None,
        }))
    }

    /// The officer names the institution (V6A.9).
    pub(crate) fn institution(self) -> Self {
        self.nurse(Command::RecordInstitution(RecordInstitution {
            name: Line("Institutionsboendet Exempelgården".to_owned()),
            phone: Phone("0000-50 10 20".to_owned()),
            address: Some(Line("Påhittsvägen 40, Partille".to_owned())),
        }))
    }

    /// The report to the institution (V6A.10).
    pub(crate) fn report(self) -> Self {
        self.contact(ContactWith::Institution, ContactSubject::Report, "report")
    }

    /// Transport is ordered (V6A.11, V7A.9).
    pub(crate) fn transport(mut self, at: Timestamp) -> Self {
        let reference = format!("SR-{:05}", self.draw.below(100_000));
        self.nurse(Command::OrderTransport(OrderTransport {
            destination: Line("Institutionsboendet Exempelgården, Partille".to_owned()),
            at,
            reference: Some(Line(reference)),
        }))
    }

    /// No transport is needed (V7A.9).
    pub(crate) fn no_transport(self) -> Self {
        self.nurse(Command::DeclineTransport(DeclineTransport {
            reason: Prose("Patienten åker med en närstående.".to_owned()),
        }))
    }
}
