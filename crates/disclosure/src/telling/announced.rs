//! What each type of command can tell, known before anything has been typed: the parts of shares
//! that it can change, and the outward acts that it can lead to. What the decision then tells must
//! be among what was announced; a property test checks that.

use domain::Case;
use vocabulary::{
    audience::{Audience, ContactChannel, ContactSubject, ContactWith},
    choice::Choice as _,
    command::CommandKind,
    group::Group,
    letter::LetterKind,
    unit::UnitKind,
};

use super::{
    Means, Telling, TellingRecipient,
    outward::{class_of_letter, said},
    undoes,
};
use crate::{
    CaseRef, Channel, Class, Guard, Section,
    share::{Share, shares},
};

/// Who will be told, as far as it is known before the form is filled in.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum AnnouncedTo {
    /// A recipient that the case knows.
    Known(TellingRecipient),
    ChosenUnit,
    /// Every party, on paper.
    EachParty,
}

/// Something that a command may tell somebody, as announced before it is saved.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Announcement {
    pub to: AnnouncedTo,
    /// `None` for a wrong disclosure, which is described in words.
    pub class: Option<Class>,
    pub means: Means,
    /// For a share: the parts that the command can change.
    pub sections: Vec<Section>,
    /// Whether a later act tells it, because it waits to be sent.
    pub later: bool,
}

impl Announcement {
    /// Whether this announcement includes something that was then told.
    #[must_use]
    pub fn covers(&self, telling: &Telling) -> bool {
        let to = match (&self.to, &telling.to) {
            (AnnouncedTo::Known(known), told) => known == told,
            (AnnouncedTo::ChosenUnit | AnnouncedTo::EachParty, TellingRecipient::Unit(_)) => true,
            (
                AnnouncedTo::ChosenUnit | AnnouncedTo::EachParty,
                TellingRecipient::HeadOfOperations
                | TellingRecipient::Outside(_)
                | TellingRecipient::Wrong(_),
            ) => false,
        };
        to && !self.later
            && self.class == telling.class
            && self.means == telling.means
            && telling
                .sections
                .iter()
                .all(|section| self.sections.contains(section))
    }
}

/// What a type of command can tell.
#[derive(Default)]
struct Reach {
    /// The parts that it can change in the shares of those who have one.
    sections: Vec<Section>,
    /// Those who get a share by it.
    joining: Vec<(AnnouncedTo, Class)>,
    /// The outward acts; the flag says whether a later act tells it.
    acts: Vec<(AnnouncedTo, Class, Channel, bool)>,
    /// Whether the units that are told by being parties leave the case.
    parties_leave: bool,
    /// Whether it reports something told against the rules.
    wrong: bool,
}

impl Reach {
    fn changes(sections: &[Section]) -> Self {
        Self {
            sections: sections.to_vec(),
            ..Self::default()
        }
    }

    fn tells(audience: Audience, class: Class, channel: Channel) -> Self {
        Self::default().and(audience, class, channel)
    }

    fn and(mut self, audience: Audience, class: Class, channel: Channel) -> Self {
        let to = AnnouncedTo::Known(TellingRecipient::Outside(audience));
        self.acts.push((to, class, channel, false));
        self
    }

    fn later(mut self, audience: Audience, class: Class, channel: Channel) -> Self {
        let to = AnnouncedTo::Known(TellingRecipient::Outside(audience));
        self.acts.push((to, class, channel, true));
        self
    }

    fn joins(mut self, to: AnnouncedTo, class: Class) -> Self {
        self.joining.push((to, class));
        self
    }
}

/// The parts that a change of group can change. The plan ends when the ordinary routine applies.
const OF_GROUP: &[Section] = &[
    Section::Protection,
    Section::Group,
    Section::PurchasesEnded,
    Section::Plan,
];

#[expect(
    clippy::too_many_lines,
    reason = "one arm per command; splitting would hide a missing one"
)]
fn reach(kind: CommandKind, case: &Case) -> Reach {
    match kind {
        CommandKind::RecordContact => contacts(case),
        CommandKind::EstablishGroup
        | CommandKind::UnestablishGroup
        | CommandKind::ConfirmGroup
        | CommandKind::VerifyGroup => {
            // A question that was answered with a yes is hidden while the person is resident, and can
            // be read again when that was a mistake.
            let hidden = case
                .questions
                .iter()
                .filter(|question| case.group == Group::Resident && question.confirmed());
            hidden.fold(Reach::changes(OF_GROUP), |reach, question| {
                let unit = TellingRecipient::Unit(question.unit.hsa_id.clone());
                reach.joins(AnnouncedTo::Known(unit), Class::Question)
            })
        }
        CommandKind::ChangeSetting | CommandKind::MoveWard => {
            Reach::changes(&[Section::Parties, Section::Question])
                .joins(AnnouncedTo::ChosenUnit, Class::WholeCase)
        }
        CommandKind::HandOverCoordination => Reach::changes(&[Section::Parties, Section::Question]),
        CommandKind::ReportWrongDisclosure => Reach {
            wrong: true,
            ..Reach::default()
        },
        CommandKind::EstablishResidence => Reach::changes(&[Section::Residence]),
        CommandKind::AddParty => {
            let reach = Reach::changes(&[Section::Parties])
                .joins(AnnouncedTo::ChosenUnit, Class::WholeCase)
                .joins(AnnouncedTo::ChosenUnit, Class::MunicipalShare);
            // The performing unit may come back to an agreement that is already drawn up.
            if case.agreement.is_some() {
                let signer = AnnouncedTo::Known(TellingRecipient::HeadOfOperations);
                reach.joins(signer, Class::SignedAgreement)
            } else {
                reach
            }
        }
        CommandKind::AskMunicipality => {
            Reach::default().joins(AnnouncedTo::ChosenUnit, Class::Question)
        }
        CommandKind::CloseCase => Reach::changes(&[Section::Closed]),
        // The municipality's units leave the case, and are not told.
        CommandKind::ReopenCase => Reach {
            parties_leave: true,
            ..Reach::changes(&[Section::Reopened])
        },
        CommandKind::AddIdentifier => Reach::changes(&[Section::Numbers]),
        CommandKind::CorrectPerson => Reach::changes(&[Section::Person]),
        CommandKind::MarkProtectedIdentity => Reach::changes(&[Section::Protection]),
        CommandKind::QueueLetter => LetterKind::ALL
            .iter()
            .fold(Reach::default(), |reach, kind| {
                reach.later(kind.addressee(), class_of_letter(*kind), Channel::Post)
            }),
        CommandKind::SettleLetter => LetterKind::ALL
            .iter()
            .fold(Reach::default(), |reach, kind| {
                reach.and(kind.addressee(), class_of_letter(*kind), Channel::Post)
            }),
        CommandKind::DeliverCertificate => {
            let agency = Audience::MigrationAgency;
            Reach::tells(agency, Class::Certificate, Channel::Post).and(
                agency,
                Class::Certificate,
                Channel::InPerson,
            )
        }
        // A plan that had ended goes on with the new meeting.
        CommandKind::PlanSipMeeting => Reach::changes(&[Section::Meeting, Section::Plan]),
        CommandKind::SendInvitation => {
            Reach::default().later(Audience::MigrationAgency, Class::Invitation, Channel::Email)
        }
        CommandKind::RecordInvitationSent => {
            Reach::tells(Audience::MigrationAgency, Class::Invitation, Channel::Email)
        }
        CommandKind::ResolveInvitation => Reach::tells(
            Audience::MigrationAgency,
            Class::Invitation,
            Channel::Email,
        )
        .later(Audience::MigrationAgency, Class::Invitation, Channel::Email),
        CommandKind::BookInterpreter => Reach::tells(
            Audience::InterpreterAgency,
            Class::InterpreterBooking,
            Channel::PhoneNote,
        ),
        CommandKind::OrderTransport => Reach::tells(
            Audience::PatientTransport,
            Class::TransportOrder,
            Channel::PhoneNote,
        ),
        CommandKind::OrderDevice => Reach::tells(
            Audience::DeviceSupply,
            Class::DeviceOrder,
            Channel::PhoneNote,
        ),
        CommandKind::HoldSipMeeting => Reach::changes(&[Section::Plan]).and(
            Audience::MigrationAgency,
            Class::Conversation,
            Channel::InPerson,
        ),
        CommandKind::ChangePlan | CommandKind::AgreePlan | CommandKind::EndPlan => {
            Reach::changes(&[Section::Plan])
        }
        CommandKind::HandOutCopy => copies(),
        CommandKind::DecideFollowUp => Reach::changes(&[Section::FollowUp]),
        CommandKind::HoldFollowUp => Reach::changes(&[Section::Evaluation]).and(
            Audience::MigrationAgency,
            Class::Conversation,
            Channel::InPerson,
        ),
        CommandKind::HoldHousingMeeting => Reach::tells(
            Audience::MigrationAgency,
            Class::Conversation,
            Channel::InPerson,
        ),
        CommandKind::SendCareRequest => Reach::changes(&[Section::CareRequest]),
        CommandKind::DrawUpAgreement => {
            let office = TellingRecipient::Outside(Audience::HeadOffice);
            let mut changes = vec![Section::Agreement];
            if case.purchases_ended.is_some() {
                changes.push(Section::PurchasesEnded);
            }
            let reach = Reach::changes(&changes);
            if case.agreement.is_some() {
                return reach;
            }
            let reach = reach.joins(AnnouncedTo::Known(office), Class::HeadOfficeShare);
            // The one who signs for the municipality may work at another unit than the performing
            // one.
            if case.party_of_kind(UnitKind::MunicipalPrimaryCare).is_some() {
                let signer = AnnouncedTo::Known(TellingRecipient::HeadOfOperations);
                reach.joins(signer, Class::SignedAgreement)
            } else {
                reach
            }
        }
        CommandKind::SignAgreement => Reach::changes(&[Section::Agreement]),
        CommandKind::RecordInvoicingForm => Reach::changes(&[Section::InvoicingForm]),
        CommandKind::GiveInformationSheet => {
            Reach::tells(Audience::Patient, Class::PatientCopy, Channel::InPerson)
        }
        CommandKind::UndoLatest => {
            let undone = case.reversible.as_ref();
            Reach::changes(undone.map_or(&[], |latest| undoes(&latest.former)))
        }
        CommandKind::ApprovePlan
        | CommandKind::RecordConsent
        | CommandKind::EstablishNeeds
        | CommandKind::RecordInboundQuestion
        | CommandKind::RemoveParty
        | CommandKind::RecordMunicipalityAnswer
        | CommandKind::MarkReadyForDischarge
        | CommandKind::MarkLinkedProtectedPerson
        | CommandKind::ReviewLetter
        | CommandKind::PrintLetter
        | CommandKind::WriteCertificate
        | CommandKind::RecordInstitution
        | CommandKind::RecordHousingAnswer
        | CommandKind::RecordHousingDecision
        | CommandKind::DeclineTransport
        | CommandKind::FollowCountyRoutine
        | CommandKind::LinkCase
        | CommandKind::AnswerCareRequest => Reach::default(),
    }
}

/// A contact reaches whoever is chosen in the form, by the chosen channel.
fn contacts(case: &Case) -> Reach {
    let mut reach = Reach::default();
    for with in ContactWith::ALL {
        for channel in ContactChannel::ALL {
            let way = Channel::from(*channel);
            if *with == ContactWith::MunicipalManager {
                let (to, class) = match case.questions.last() {
                    None => (
                        TellingRecipient::Outside(Audience::MunicipalManager),
                        Class::Question,
                    ),
                    Some(question) => (
                        TellingRecipient::Unit(question.unit.hsa_id.clone()),
                        if case.is_party(&question.unit.hsa_id) {
                            Class::Conversation
                        } else {
                            Class::Question
                        },
                    ),
                };
                reach.acts.push((AnnouncedTo::Known(to), class, way, false));
                continue;
            }
            for subject in ContactSubject::ALL {
                let class = said(*channel, *subject);
                let to = AnnouncedTo::Known(TellingRecipient::Outside(with.audience()));
                let act = (to, class, way, false);
                if !reach.acts.contains(&act) {
                    reach.acts.push(act);
                }
            }
        }
    }
    reach
}

fn copies() -> Reach {
    let mut reach = Reach::tells(Audience::MigrationAgency, Class::PlanExtract, Channel::Post);
    for channel in [Channel::InPerson, Channel::Post] {
        reach = reach
            .and(Audience::Patient, Class::PatientCopy, channel)
            .and(Audience::Kin, Class::KinCopy, channel);
        reach
            .acts
            .push((AnnouncedTo::EachParty, Class::PartyCopy, channel, false));
    }
    reach
}

/// What a type of command can tell in the case as it is: the parts that it can change, to those who
/// have a share; everything, to those who get one; and its outward acts.
pub(crate) fn announcements(
    guard: &Guard,
    case: &CaseRef<'_>,
    kind: CommandKind,
) -> Vec<Announcement> {
    let reach = reach(kind, case);
    let mut announced = Vec::new();
    if !reach.sections.is_empty() {
        let evaluation = guard.evaluation(case);
        announced.extend(
            shares(&evaluation, case)
                .into_iter()
                .filter(|(holder, _)| {
                    !reach.parties_leave || matches!(holder, TellingRecipient::Outside(_))
                })
                .filter_map(|(holder, share)| changed(holder, &share, &reach.sections)),
        );
    }
    for (to, class) in reach.joining {
        announced.push(Announcement {
            to,
            class: Some(class),
            means: Means::By(Channel::Page),
            sections: if class == Class::WholeCase {
                Vec::new()
            } else {
                Section::of(class).to_vec()
            },
            later: false,
        });
    }
    announced.extend(
        reach
            .acts
            .into_iter()
            .map(|(to, class, channel, later)| Announcement {
                to,
                class: Some(class),
                means: Means::By(channel),
                sections: Vec::new(),
                later,
            }),
    );
    if reach.wrong {
        announced.extend(wrong());
    }
    announced
}

fn changed(
    holder: TellingRecipient,
    share: &Share<'_>,
    sections: &[Section],
) -> Option<Announcement> {
    let class = share.class();
    let held = Section::of(class);
    let holds = |section: &Section| held.contains(section);
    let sections: Vec<Section> = sections.iter().copied().filter(holds).collect();
    (!sections.is_empty()).then_some(Announcement {
        to: AnnouncedTo::Known(holder),
        class: Some(class),
        means: Means::By(Channel::Page),
        sections,
        later: false,
    })
}

fn wrong() -> impl Iterator<Item = Announcement> {
    let recipients = vocabulary::audience::WrongRecipient::ALL.iter().copied();
    recipients.map(|recipient| Announcement {
        to: AnnouncedTo::Known(TellingRecipient::wrong(recipient)),
        class: None,
        means: Means::Wrongly,
        sections: Vec::new(),
        later: false,
    })
}
