//! What a reader inside the product may see of a case, as values that can be compared. A share has
//! no formatting and no clock. The views of municipal primary care and Koncernkontoret are made
//! from a share and nothing else, so that a view and the access log cannot disagree about what its
//! reader was told.

mod head_office;
mod municipal;
pub(crate) mod plan;
mod question;
mod signing;
mod text;
mod version;

use std::sync::LazyLock;

use domain::{Actor, Case, case::KnownIdentifier};
use jiff::civil::Date;
use vocabulary::{
    audience::Audience,
    calendar::local_date,
    hsa_id::HsaId,
    role::Role,
    unit::{UnitCard, UnitKind},
};

pub(crate) use self::{
    head_office::HeadOfficeShare,
    municipal::{EvaluationShare, MunicipalShare, PartyShare, PersonShare},
    question::QuestionShare,
    signing::SigningShare,
};
use crate::{
    AnyCase, CaseRef, Channel, Class, Guard, Recipient, Section, TellingRecipient,
    guard::{CaseEvaluation, entity_facts::visible_questions},
};
pub use version::ShareKey;

/// What one reader may see.
#[derive(Debug, PartialEq, Eq, Hash)]
pub(crate) enum Share<'a> {
    /// The coded question, before the municipality says yes.
    Question(QuestionShare<'a>),
    /// Municipal primary care's share, after its yes.
    Municipal(Box<MunicipalShare<'a>>),
    /// What is signed, for the one who signs for the municipality at another unit.
    Signing(SigningShare<'a>),
    /// Koncernkontoret's share, once there is an agreement.
    HeadOffice(HeadOfficeShare<'a>),
}

impl Share<'_> {
    pub(crate) fn class(&self) -> Class {
        match self {
            Self::Question(_) => Class::Question,
            Self::Municipal(_) => Class::MunicipalShare,
            Self::Signing(_) => Class::SignedAgreement,
            Self::HeadOffice(_) => Class::HeadOfficeShare,
        }
    }

    /// The parts with content that `before`, a share of the same class, did not have. What has
    /// disappeared is not news.
    pub(crate) fn news(&self, before: Option<&Self>) -> Vec<Section> {
        match (self, before) {
            (Self::Question(after), Some(Self::Question(before))) => after.news(Some(before)),
            (Self::Question(after), _) => after.news(None),
            (Self::Municipal(after), Some(Self::Municipal(before))) => after.news(Some(before)),
            (Self::Municipal(after), _) => after.news(None),
            (Self::Signing(after), Some(Self::Signing(before))) => after.news(Some(before)),
            (Self::Signing(after), _) => after.news(None),
            (Self::HeadOffice(after), Some(Self::HeadOffice(before))) => after.news(Some(before)),
            (Self::HeadOffice(after), _) => after.news(None),
        }
    }

    /// The identity numbers that its reader sees.
    fn numbers(&self) -> &[&KnownIdentifier] {
        match self {
            Self::Municipal(share) => &share.numbers,
            Self::HeadOffice(share) => &share.numbers,
            Self::Question(_) | Self::Signing(_) => &[],
        }
    }

    /// A part in Swedish, one line per item, as its reader will read it.
    pub(crate) fn lines(&self, section: Section) -> Vec<String> {
        match self {
            Self::Question(share) => text::question(share, section),
            Self::Municipal(share) => text::municipal(share, section),
            Self::Signing(share) => text::signing(share, section),
            Self::HeadOffice(share) => text::head_office(share, section),
        }
    }
}

/// Collects the parts that differ, in the order of [`Section`].
pub(crate) struct News(Vec<Section>);

impl News {
    pub(crate) fn none() -> Self {
        Self(Vec::new())
    }

    /// Adds the part if its value is present and differs from before.
    pub(crate) fn value<T: PartialEq>(
        &mut self,
        section: Section,
        after: Option<&T>,
        before: Option<&T>,
    ) {
        if after.is_some() && after != before {
            self.add(section);
        }
    }

    /// Adds the part if it has an element that was not there before.
    pub(crate) fn elements<T: PartialEq>(
        &mut self,
        section: Section,
        after: &[T],
        before: Option<&[T]>,
    ) {
        let known = before.unwrap_or_default();
        if after.iter().any(|element| !known.contains(element)) {
            self.add(section);
        }
    }

    /// Adds the part if the flag has changed in either direction.
    pub(crate) fn mark(&mut self, section: Section, after: bool, before: Option<bool>) {
        if after != before.unwrap_or_default() {
            self.add(section);
        }
    }

    /// Adds that the case has been closed or opened again. `before` is absent also for a
    /// reader who had no share.
    pub(crate) fn closing(&mut self, after: Option<Date>, before: Option<Date>) {
        if after != before {
            self.add(if after.is_some() {
                Section::Closed
            } else {
                Section::Reopened
            });
        }
    }

    fn add(&mut self, section: Section) {
        if !self.0.contains(&section) {
            self.0.push(section);
        }
    }

    pub(crate) fn sections(mut self) -> Vec<Section> {
        self.0.sort_unstable();
        self.0
    }
}

/// Whether anybody can hold a share of the case at all. This saves asking the policies about the
/// many cases that only the region's care units know of.
pub(crate) fn may_have_holders(case: &Case) -> bool {
    case.agreement.is_some()
        || !case.questions.is_empty()
        || case.parties.values().any(is_municipal)
}

/// The day when a case was closed.
fn closed_on(case: &Case) -> Option<Date> {
    case.closed.as_ref().map(|closed| local_date(closed.at))
}

fn is_municipal(party: &domain::case::Party) -> bool {
    party.unit.kind == UnitKind::MunicipalPrimaryCare
}

/// Every share of a case with its holder, as the guard allows it now. The region's care units see
/// the whole case instead; they are told when they join.
pub(crate) fn shares<'a>(
    evaluation: &CaseEvaluation<'_>,
    case: &'a Case,
) -> Vec<(TellingRecipient, Share<'a>)> {
    let mut shares = Vec::new();
    if !may_have_holders(case) {
        return shares;
    }
    let sees = |unit: &UnitCard, class| {
        let unit = Recipient::Unit(unit);
        evaluation.disclose(unit, class, Channel::Page).allowed
    };
    for party in case.parties.values().filter(|party| is_municipal(party)) {
        if sees(&party.unit, Class::MunicipalShare) {
            let share = MunicipalShare::of(case, &party.unit.hsa_id);
            shares.push((
                TellingRecipient::Unit(party.unit.hsa_id.clone()),
                Share::Municipal(Box::new(share)),
            ));
        }
    }
    for question in visible_questions(case) {
        let holder = TellingRecipient::Unit(question.unit.hsa_id.clone());
        if sees(&question.unit, Class::Question) {
            shares.push((holder, Share::Question(QuestionShare::of(case, question))));
        }
    }
    if case.agreement.is_some() {
        shares.extend(of_who_signs(evaluation, case));
        let office = Recipient::Outside(Audience::HeadOffice);
        if evaluation
            .disclose(office, Class::HeadOfficeShare, Channel::Page)
            .allowed
        {
            shares.push((
                TellingRecipient::Outside(Audience::HeadOffice),
                Share::HeadOffice(HeadOfficeShare::of(case)),
            ));
        }
    }
    shares
}

/// The share that a reader gets who does not see the whole case; `None` for anybody else.
fn share_of<'a>(guard: &Guard, actor: &Actor, case: &'a CaseRef<'_>) -> Option<Share<'a>> {
    if guard.sees_municipal_share(actor, case) {
        let share = MunicipalShare::of(case, &actor.unit.hsa_id);
        return Some(Share::Municipal(Box::new(share)));
    }
    if guard.sees_what_is_signed(actor, case) {
        return SigningShare::of(case).map(Share::Signing);
    }
    guard
        .sees_head_office_share(actor, case)
        .then(|| Share::HeadOffice(HeadOfficeShare::of(case)))
}

impl Guard {
    /// The version of a case for a reader: the position of its latest event for the region's care
    /// units, which see all of it. For everybody else a keyed hash of the reader's share, which
    /// changes only when the reader has something new to see.
    #[must_use]
    pub fn version_for(&self, actor: &Actor, case: &dyn AnyCase, version: u64) -> u64 {
        if actor.unit.kind.is_regional_care() {
            return version;
        }
        let case = case.asked();
        self.share_key()
            .version(share_of(self, actor, &case).as_ref())
    }

    /// Whether somebody may find a case by a number: the region's care units by every number that it
    /// has had, everybody else by those that they see. A SIP number changes when the way to
    /// Migrationsverket closes, and an old identity number tells of a new one, so neither finds a case
    /// for those who may not know of that (X1).
    #[must_use]
    pub fn may_find_by_number(&self, actor: &Actor, case: &dyn AnyCase, number: &str) -> bool {
        let case = case.asked();
        vocabulary::leak::seeded("search-hits")
            || self.sees_whole_case(actor, &case)
            || share_of(self, actor, &case).is_some_and(|share| {
                let mut numbers = share.numbers().iter();
                numbers.any(|known| known.identifier.stored() == number)
            })
    }

    pub(crate) fn share_version(&self, share: &Share<'_>) -> u64 {
        self.share_key().version(Some(share))
    }
}

/// The share of the municipality's head of operations at a unit that is no party: what there is to
/// sign.
fn of_who_signs<'a>(
    evaluation: &CaseEvaluation<'_>,
    case: &'a Case,
) -> Option<(TellingRecipient, Share<'a>)> {
    let performing = case.parties.get(&case.agreement.as_ref()?.unit)?;
    let signer = Actor {
        staff: String::new(),
        name: String::new(),
        role: Role::HeadOfOperations,
        unit: UnitCard {
            hsa_id: SIGNING_UNIT.clone()?,
            ..performing.unit.clone()
        },
    };
    let sees = evaluation.disclose(
        Recipient::Staff(&signer),
        Class::SignedAgreement,
        Channel::Page,
    );
    let share = SigningShare::of(case).filter(|_| sees.allowed)?;
    Some((TellingRecipient::HeadOfOperations, Share::Signing(share)))
}

/// Id for any unit of the organisation that is no party. No unit in the directory has it.
static SIGNING_UNIT: LazyLock<Option<HsaId>> =
    LazyLock::new(|| HsaId::parse("SE0000000000-WHOSIGNS").ok());
