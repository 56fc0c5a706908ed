//! What an event tells outside the product, as acts: a call, a letter, a mail, an order, a booking,
//! a hand-over. A new event does not compile until it has a place here.

use domain::{Case, Entry, Event, event::Transport};
use jiff::Timestamp;
use vocabulary::{
    audience::{Audience, ContactChannel, ContactSubject, ContactWith},
    choice::Choice as _,
    letter::LetterKind,
    public_id::PublicId,
    sip::{Attendee, CopyRecipient, HandOver},
    unit::{UnitCard, UnitKind},
};

use super::{Means, Telling, TellingRecipient};
use crate::{Channel, Class};

/// How an act relates to its event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Standing {
    Now,
    /// A later act tells it, because something waits to be sent.
    Later,
    /// The event tells it, and it has already happened, whatever the rules say.
    Fact,
    /// Another event of the same command tells it. The policies are asked about this one too.
    Beside,
    /// The recipient reads it in the product, where it is told as the new part of their share. The
    /// policies are asked anyway, so that nothing is stored that its recipient may not get.
    InProduct,
}

impl Standing {
    pub(super) fn tells_now(self) -> bool {
        match self {
            Self::Now | Self::Fact => true,
            Self::Later | Self::Beside | Self::InProduct => false,
        }
    }
}

/// An act that tells somebody something.
#[derive(Debug, Clone)]
pub(crate) struct Act {
    pub(crate) to: TellingRecipient,
    pub(crate) class: Option<Class>,
    pub(crate) means: Means,
    pub(crate) standing: Standing,
    /// Whether the unit's manager is asked before the unit is a party.
    pub(crate) by_its_manager: bool,
}

impl Act {
    fn new(to: TellingRecipient, class: Class, channel: Channel, standing: Standing) -> Self {
        Self {
            to,
            class: Some(class),
            means: Means::By(channel),
            standing,
            by_its_manager: false,
        }
    }

    fn outside(audience: Audience, class: Class, channel: Channel) -> Self {
        let to = TellingRecipient::Outside(audience);
        Self::new(to, class, channel, Standing::Now)
    }

    fn standing(self, standing: Standing) -> Self {
        Self { standing, ..self }
    }

    pub(super) fn telling(self) -> Telling {
        Telling {
            to: self.to,
            class: self.class,
            means: self.means,
            sections: Vec::new(),
        }
    }
}

/// What an event tells outside the product: its acts, and how and when it was told.
pub(crate) struct Outward {
    pub(crate) acts: Vec<Act>,
    pub(crate) said: Said,
}

/// How what an event told is said in Swedish, and when it was told.
pub(crate) enum Said {
    /// By the class of what was told, at the time of the event.
    ByClass,
    InWords(String, Timestamp),
    /// By the kind of a letter of the queue.
    Letter(PublicId, Timestamp),
}

impl Outward {
    fn by_class(acts: Vec<Act>) -> Self {
        Self {
            acts,
            said: Said::ByClass,
        }
    }

    fn said(acts: Vec<Act>, words: impl Into<String>, at: Timestamp) -> Self {
        Self {
            acts,
            said: Said::InWords(words.into(), at),
        }
    }
}

/// The acts that an event leads to. `after` is the case after it.
pub(crate) fn acts(entry: &Entry, after: &Case) -> Vec<Act> {
    outward(entry, Some(after)).acts
}

/// How what an event told is said.
pub(crate) fn said_of(entry: &Entry) -> Said {
    outward(entry, None).said
}

/// What an event tells outside the product. Who is told may follow from the case after it; how it is
/// said does not, and is known without it.
#[expect(
    clippy::too_many_lines,
    reason = "one arm per event; splitting would hide a missing one"
)]
fn outward(entry: &Entry, after: Option<&Case>) -> Outward {
    let knowing = |acts: &dyn Fn(&Case) -> Vec<Act>| after.map(acts).unwrap_or_default();
    match &entry.event {
        Event::ContactRecorded {
            with,
            channel,
            subject,
            contact_at,
            summary,
            ..
        } => Outward::said(
            knowing(&|after| vec![contact(*with, *channel, *subject, after)]),
            format!("{}: {}", subject.swedish(), summary.reveal()),
            *contact_at,
        ),
        Event::CopyHandedOut {
            recipient,
            how,
            plan_version,
            handed_at,
        } => Outward::said(
            knowing(&|after| copy(*recipient, *how, entry, after)),
            format!("Kopia av planen, version {plan_version}"),
            *handed_at,
        ),
        Event::MunicipalityAsked { unit, .. } => {
            Outward::by_class(vec![in_product(&unit.hsa_id, Class::Question)])
        }
        Event::CareRequestSent { unit, .. } => {
            Outward::by_class(vec![in_product(unit, Class::MunicipalShare)])
        }
        Event::PartyAdded { unit, .. } => {
            Outward::by_class(joined(unit, entry).into_iter().collect())
        }
        Event::InvitationSent { sent_at } => {
            Outward::said(vec![invitation()], INVITATION, *sent_at)
        }
        Event::InvitationQueued { .. } => {
            Outward::by_class(vec![invitation().standing(Standing::Later)])
        }
        Event::InvitationMailed { sent_at, .. } => Outward::said(
            vec![invitation().standing(Standing::Fact)],
            INVITATION,
            *sent_at,
        ),
        // It may have reached them, so it counts as told.
        Event::InvitationUncertain { .. } => Outward::said(
            vec![invitation().standing(Standing::Fact)],
            format!("{INVITATION}. Oklart om den skickades"),
            entry.at,
        ),
        Event::LetterQueued { letter, .. } => {
            Outward::by_class(vec![posted_letter(*letter, Standing::Later)])
        }
        // A posted letter is told by the contact or copy that is recorded with it, unless it is
        // recorded late.
        Event::LetterPosted {
            outbox,
            posted_at,
            late,
        } => Outward {
            acts: knowing(&|after| {
                let letter = after.letter(*outbox).filter(|_| *late);
                let letter = letter.map(|letter| posted_letter(letter.kind, Standing::Fact));
                letter.into_iter().collect()
            }),
            said: Said::Letter(*outbox, *posted_at),
        },
        Event::InterpreterBooked { booking } => Outward::said(
            vec![Act::outside(
                Audience::InterpreterAgency,
                Class::InterpreterBooking,
                Channel::PhoneNote,
            )],
            format!("Bokning av tolk i {}", booking.language.swedish()),
            entry.at,
        ),
        Event::TransportSettled {
            transport: Transport::Ordered { destination, .. },
        } => Outward::said(
            vec![Act::outside(
                Audience::PatientTransport,
                Class::TransportOrder,
                Channel::PhoneNote,
            )],
            format!("Beställning av resa till {destination}"),
            entry.at,
        ),
        Event::DeviceOrdered { device, .. } => Outward::said(
            vec![Act::outside(
                Audience::DeviceSupply,
                Class::DeviceOrder,
                Channel::PhoneNote,
            )],
            format!("Beställning av hjälpmedel: {device}"),
            entry.at,
        ),
        Event::InformationSheetGiven { given_at } => Outward::said(
            vec![Act::outside(
                Audience::Patient,
                Class::PatientCopy,
                Channel::InPerson,
            )],
            "Informationsbladet",
            *given_at,
        ),
        Event::HousingMeetingHeld {
            attended, held_at, ..
        }
        | Event::SipMeetingHeld {
            attended, held_at, ..
        } => Outward::said(
            at_the_table(attended),
            "Det som sades på SIP-mötet",
            *held_at,
        ),
        Event::FollowUpHeld {
            attended, held_at, ..
        } => Outward::said(
            at_the_table(attended),
            "Det som sades på uppföljningen",
            *held_at,
        ),
        Event::WrongDisclosureReported {
            audience,
            disclosed_at,
            what,
        } => Outward::said(
            vec![Act {
                to: TellingRecipient::wrong(*audience),
                class: None,
                means: Means::Wrongly,
                standing: Standing::Fact,
                by_its_manager: false,
            }],
            what.reveal().clone(),
            *disclosed_at,
        ),
        Event::CaseOpened { .. }
        | Event::ConsentRecorded { .. }
        | Event::PartyRemoved { .. }
        | Event::GroupEstablished { .. }
        | Event::GroupUnestablished { .. }
        | Event::GroupConfirmationAsked { .. }
        | Event::GroupConfirmed { .. }
        | Event::GroupVerified { .. }
        | Event::MigrationAgencyClosed { .. }
        | Event::NeedsEstablished { .. }
        | Event::SettingChanged { .. }
        | Event::CoordinationHandedOver { .. }
        | Event::InboundQuestionRecorded { .. }
        | Event::ResidenceEstablished { .. }
        | Event::MunicipalityAnswered { .. }
        | Event::QuestionWithdrawn { .. }
        | Event::ReadyForDischarge { .. }
        | Event::CaseClosed { .. }
        | Event::CaseReopened { .. }
        | Event::IdentifierAdded { .. }
        | Event::PersonCorrected { .. }
        | Event::ProtectedIdentityMarked { .. }
        | Event::LinkedProtectedPersonMarked { .. }
        | Event::LinkedProtectedPersonLiftAsked { .. }
        | Event::LetterRead { .. }
        | Event::LetterPrinted { .. }
        | Event::LetterReturned { .. }
        | Event::LetterStopped { .. }
        | Event::CertificateWritten { .. }
        | Event::SipMeetingPlanned { .. }
        | Event::InvitationStopped { .. }
        | Event::InstitutionRecorded { .. }
        | Event::TransportSettled {
            transport: Transport::NotNeeded { .. },
        }
        | Event::SipPlanBegun {}
        | Event::SipPlanAgreed { .. }
        | Event::SipEnded { .. }
        | Event::PlanChanged { .. }
        | Event::PlanApproved { .. }
        | Event::PlanVersionAgreed { .. }
        | Event::PlanEnded {}
        | Event::PlanResumed {}
        | Event::HousingAnswered { .. }
        | Event::HousingDecided { .. }
        | Event::FollowUpDecided { .. }
        | Event::CareRequestAnswered { .. }
        | Event::AgreementDrawnUp { .. }
        | Event::AgreementSigned { .. }
        | Event::InvoicingFormRecorded { .. }
        | Event::PurchasesEnded { .. }
        | Event::CountyRoutineFollowed { .. }
        | Event::CaseLinked { .. }
        | Event::Undone { .. } => Outward::by_class(Vec::new()),
    }
}

/// What is said at a meeting tells those outside who sit at the table. Those who have a share are told by it.
fn at_the_table(attended: &[Attendee]) -> Vec<Act> {
    let agency = attended.contains(&Attendee::MigrationAgency);
    let told = agency.then(|| {
        Act::outside(
            Audience::MigrationAgency,
            Class::Conversation,
            Channel::InPerson,
        )
    });
    told.into_iter().collect()
}

/// The invitation in words; where it is read, Migrationsverket is its recipient.
const INVITATION: &str = "Kallelse till SIP-mötet, utan namn";

/// What is told: on paper, the paper's content; otherwise what is said.
pub(crate) fn said(channel: ContactChannel, subject: ContactSubject) -> Class {
    match (channel, subject) {
        (ContactChannel::Post | ContactChannel::InPerson, ContactSubject::Certificate) => {
            Class::Certificate
        }
        (ContactChannel::Post | ContactChannel::InPerson, ContactSubject::Plan) => {
            Class::PlanExtract
        }
        (ContactChannel::Phone, ContactSubject::Certificate | ContactSubject::Plan)
        | (
            ContactChannel::Phone | ContactChannel::Post | ContactChannel::InPerson,
            ContactSubject::Need
            | ContactSubject::SipMeeting
            | ContactSubject::Report
            | ContactSubject::MissingCard
            | ContactSubject::Other,
        ) => Class::Conversation,
    }
}

/// A municipality's manager is asked about the unit that got the latest question, if there is one.
/// Before the unit is a party the manager is told only the question, afterwards what is said.
fn contact(
    with: ContactWith,
    channel: ContactChannel,
    subject: ContactSubject,
    after: &Case,
) -> Act {
    let way = Channel::from(channel);
    if with != ContactWith::MunicipalManager {
        return Act::outside(with.audience(), said(channel, subject), way);
    }
    let Some(question) = after.questions.last() else {
        return Act::outside(with.audience(), Class::Question, way);
    };
    let unit = TellingRecipient::Unit(question.unit.hsa_id.clone());
    if after.is_party(&question.unit.hsa_id) {
        return Act::new(unit, Class::Conversation, way, Standing::Now);
    }
    Act {
        by_its_manager: true,
        ..Act::new(unit, Class::Question, way, Standing::Now)
    }
}

fn copy(recipient: CopyRecipient, how: HandOver, entry: &Entry, after: &Case) -> Vec<Act> {
    let way = match how {
        HandOver::ByHand => Channel::InPerson,
        HandOver::Post => Channel::Post,
        HandOver::InProduct => Channel::Message,
    };
    match recipient {
        CopyRecipient::Patient => vec![Act::outside(Audience::Patient, Class::PatientCopy, way)],
        CopyRecipient::Kin => vec![Act::outside(Audience::Kin, Class::KinCopy, way)],
        // The letter is recorded as a contact too, and is told there.
        CopyRecipient::MigrationAgency => vec![
            Act::outside(Audience::MigrationAgency, Class::PlanExtract, way)
                .standing(Standing::Beside),
        ],
        CopyRecipient::Parties => match how {
            // They see the plan in the product, each in their own share.
            HandOver::InProduct => Vec::new(),
            HandOver::ByHand | HandOver::Post => after
                .parties
                .values()
                .map(|party| &party.unit)
                .filter(|unit| !unit.kind.is_placeholder() && unit.hsa_id != entry.by.unit)
                .map(|unit| {
                    let to = TellingRecipient::Unit(unit.hsa_id.clone());
                    Act::new(to, Class::PartyCopy, way, Standing::Now)
                })
                .collect(),
        },
    }
}

fn in_product(unit: &vocabulary::hsa_id::HsaId, class: Class) -> Act {
    let to = TellingRecipient::Unit(unit.clone());
    Act::new(to, class, Channel::Message, Standing::InProduct)
}

/// A care unit of the region learns the whole case when it joins. Not the unit that opens the case,
/// which knows it already; not a placeholder, which nobody works at; not municipal primary care,
/// which has its own share.
fn joined(unit: &UnitCard, entry: &Entry) -> Option<Act> {
    let joins = unit.hsa_id != entry.by.unit
        && !unit.kind.is_placeholder()
        && unit.kind != UnitKind::MunicipalPrimaryCare;
    let to = TellingRecipient::Unit(unit.hsa_id.clone());
    joins.then(|| Act::new(to, Class::WholeCase, Channel::Page, Standing::Now))
}

fn invitation() -> Act {
    Act::outside(Audience::MigrationAgency, Class::Invitation, Channel::Email)
}

pub(crate) fn class_of_letter(letter: LetterKind) -> Class {
    match letter {
        LetterKind::Certificate => Class::Certificate,
        LetterKind::Plan => Class::PlanExtract,
        LetterKind::PatientCopy => Class::PatientCopy,
    }
}

fn posted_letter(letter: LetterKind, standing: Standing) -> Act {
    Act::outside(letter.addressee(), class_of_letter(letter), Channel::Post).standing(standing)
}

/// The unit that becomes a party by this event.
pub(super) fn joining(event: &Event) -> Option<&UnitCard> {
    if let Event::PartyAdded { unit, .. } = event {
        Some(unit)
    } else {
        None
    }
}

/// The outbox row of a letter that the event records as posted.
pub(crate) fn posted(event: &Event) -> Option<PublicId> {
    if let Event::LetterPosted { outbox, .. } = event {
        Some(*outbox)
    } else {
        None
    }
}
