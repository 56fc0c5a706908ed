//! What a reader inside the product may see of a case, as values that can be compared: a share has
//! no formatting and no clock. The views of municipal primary care and of Koncernkontoret are drawn
//! from a share and from nothing else, so that what a view shows and what the access log says that
//! its reader was told cannot disagree.

mod head_office;
mod municipal;
mod question;
mod text;

use domain::{Actor, Case};
use vocabulary::{
    audience::Audience,
    role::Role,
    unit::{UnitCard, UnitKind},
};

pub(crate) use self::{
    head_office::HeadOfficeShare,
    municipal::{MunicipalReader, MunicipalShare, PartyShare, PersonShare},
    question::QuestionShare,
};
use crate::{
    Channel, Class, Recipient, Section, TellingRecipient,
    guard::{CaseEvaluation, entity_facts::visible_questions},
};

/// What one reader may see.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Share<'a> {
    /// The coded question, before the municipality's yes.
    Question(QuestionShare<'a>),
    /// Municipal primary care's share, after its yes; also of who signs for it at another unit.
    Municipal(Box<MunicipalShare<'a>>),
    /// Koncernkontoret's share, once there is an agreement.
    HeadOffice(HeadOfficeShare<'a>),
}

impl Share<'_> {
    pub(crate) fn class(&self) -> Class {
        match self {
            Self::Question(_) => Class::Question,
            Self::Municipal(_) => Class::MunicipalShare,
            Self::HeadOffice(_) => Class::HeadOfficeShare,
        }
    }

    /// The parts that hold something which `before`, a share of the same class, did not show. What has
    /// vanished tells nothing new.
    pub(crate) fn news(&self, before: Option<&Self>) -> Vec<Section> {
        match (self, before) {
            (Self::Question(after), Some(Self::Question(before))) => after.news(Some(before)),
            (Self::Question(after), _) => after.news(None),
            (Self::Municipal(after), Some(Self::Municipal(before))) => after.news(Some(before)),
            (Self::Municipal(after), _) => after.news(None),
            (Self::HeadOffice(after), Some(Self::HeadOffice(before))) => after.news(Some(before)),
            (Self::HeadOffice(after), _) => after.news(None),
        }
    }

    /// A part in words, one line each: what its reader will read of it.
    pub(crate) fn lines(&self, section: Section) -> Vec<String> {
        match self {
            Self::Question(share) => text::question(share, section),
            Self::Municipal(share) => text::municipal(share, section),
            Self::HeadOffice(share) => text::head_office(share, section),
        }
    }
}

/// Gathers the parts that differ, in the order of [`Section`].
pub(crate) struct News(Vec<Section>);

impl News {
    pub(crate) fn none() -> Self {
        Self(Vec::new())
    }

    /// Counts a part when its value is there and is another than before.
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

    /// Counts a part when one of its elements was not there before.
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

    /// Counts a part that is a mark: when it is set and was not, and when it was set and is gone.
    pub(crate) fn mark(&mut self, section: Section, after: bool, before: Option<bool>) {
        if after != before.unwrap_or_default() {
            self.add(section);
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

/// Whether somebody may hold a share of a case at all: saves asking the policies about the many
/// cases that only the region's care units know of.
pub(crate) fn may_have_holders(case: &Case) -> bool {
    case.agreement.is_some()
        || !case.questions.is_empty()
        || case.parties.values().any(is_municipal)
}

fn is_municipal(party: &domain::case::Party) -> bool {
    party.unit.kind == UnitKind::MunicipalPrimaryCare
}

/// Every share of a case with who holds it, as the guard lets it be held now. Care units of the
/// region see the whole case; that is told when they join.
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
            let share = MunicipalShare::of(case, MunicipalReader::Unit(&party.unit.hsa_id));
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

/// What is signed, as the municipality's head of operations at a unit that is no party reads it.
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
            hsa_id: signing_unit()?,
            ..performing.unit.clone()
        },
    };
    let sees = evaluation.disclose(
        Recipient::Staff(&signer),
        Class::MunicipalShare,
        Channel::Page,
    );
    sees.allowed.then(|| {
        let organisation = &performing.unit.organisation;
        let share = MunicipalShare::of(case, MunicipalReader::WhoSigns(organisation));
        (
            TellingRecipient::HeadOfOperations,
            Share::Municipal(Box::new(share)),
        )
    })
}

/// Stands for any unit of the organisation that is no party: no unit of the directory has this id.
fn signing_unit() -> Option<vocabulary::hsa_id::HsaId> {
    vocabulary::hsa_id::HsaId::parse("SE0000000000-WHOSIGNS").ok()
}
