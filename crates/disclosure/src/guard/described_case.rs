//! A case together with what the policies are told of it. The description is made at the first question
//! and serves every later one, of this request and of others.
//!
//! INVARIANT: a description belongs to the one value of the case that it was made of. The pair owns
//! the case and hands out shared references to it only: neither can change while the other stays.

use std::{borrow::Cow, ops::Deref, sync::OnceLock};

use domain::Case;

use super::entity_facts::CaseDescription;

/// A case that is asked about many times. To change it, take it out or clone it, and put the new
/// value into a new pair.
pub struct DescribedCase {
    case: Case,
    description: OnceLock<CaseDescription>,
}

impl DescribedCase {
    /// A case of which nothing has been asked.
    #[must_use]
    pub fn new(case: Case) -> Self {
        Self {
            case,
            description: OnceLock::new(),
        }
    }

    /// The case, without its description.
    #[must_use]
    pub fn into_case(self) -> Case {
        self.case
    }
}

impl From<Case> for DescribedCase {
    fn from(case: Case) -> Self {
        Self::new(case)
    }
}

impl Deref for DescribedCase {
    type Target = Case;

    fn deref(&self) -> &Case {
        &self.case
    }
}

impl std::fmt::Debug for DescribedCase {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("DescribedCase")
            .field("id", &self.case.id)
            .finish_non_exhaustive()
    }
}

/// A case that is asked about: one that keeps its description, or any other, which is described for
/// this question.
#[derive(Clone, Copy)]
pub struct CaseRef<'a> {
    case: &'a Case,
    kept: Option<&'a OnceLock<CaseDescription>>,
}

impl<'a> CaseRef<'a> {
    pub(super) fn description(self) -> Cow<'a, CaseDescription> {
        match self.kept {
            Some(kept) => Cow::Borrowed(kept.get_or_init(|| CaseDescription::of(self.case))),
            None => Cow::Owned(CaseDescription::of(self.case)),
        }
    }
}

/// Any form of a case that the guard can be asked about. Nobody outside can make a [`CaseRef`] but
/// through these, so that none pairs a case with the description of another.
pub trait AnyCase {
    /// The case, with the place where its description is kept.
    fn asked(&self) -> CaseRef<'_>;
}

impl AnyCase for Case {
    fn asked(&self) -> CaseRef<'_> {
        CaseRef {
            case: self,
            kept: None,
        }
    }
}

impl AnyCase for DescribedCase {
    fn asked(&self) -> CaseRef<'_> {
        CaseRef {
            case: &self.case,
            kept: Some(&self.description),
        }
    }
}

impl AnyCase for CaseRef<'_> {
    fn asked(&self) -> CaseRef<'_> {
        *self
    }
}

impl Deref for CaseRef<'_> {
    type Target = Case;

    fn deref(&self) -> &Case {
        self.case
    }
}

impl std::fmt::Debug for CaseRef<'_> {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("CaseRef")
            .field("id", &self.case.id)
            .finish_non_exhaustive()
    }
}
