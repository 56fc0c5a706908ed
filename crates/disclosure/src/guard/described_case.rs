//! A case with its description for the policies. The description is made at the first question and
//! reused for every later one, in this request and in others.
//!
//! INVARIANT: a description belongs to the one value of the case that it was made from. The pair
//! owns the case and gives out shared references only, so neither can change without the other.

use std::{borrow::Cow, ops::Deref, sync::OnceLock};

use domain::Case;

use super::entity_facts::CaseDescription;

/// A case that is asked about many times. To change it, take it out or clone it, and make a new
/// pair from the new value.
pub struct DescribedCase {
    case: Case,
    description: OnceLock<CaseDescription>,
}

impl DescribedCase {
    /// A case that nothing has been asked about yet.
    #[must_use]
    pub fn new(case: Case) -> Self {
        Self {
            case,
            description: OnceLock::new(),
        }
    }

    /// The case without its description.
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

/// A case to ask about: one that keeps its description, or one that is described for this question
/// only.
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

/// Any form of a case that the guard can be asked about. Other crates can make a [`CaseRef`] only
/// through this trait, so that no case is paired with the description of another.
pub trait AnyCase {
    /// The case, with the place where its description is stored.
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
