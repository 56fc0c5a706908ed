//! Who a step tells what, and how, according to the guidance. The guard in `disclosure` decides
//! what may really be sent.

use domain::Case;
use serde::{Deserialize, Deserializer, de};
use vocabulary::{audience::Audience, choice, choice::Choice as _, unit::UnitKind};

choice! {
    /// How a step tells somebody something.
    pub enum Way {
        /// By telephone.
        Phone = "phone", "Telefon";
        /// By letter.
        Post = "post", "Post";
        /// By the de-identified e-mail (V6A.6).
        Email = "email", "E-post utan namn";
        /// Face to face.
        InPerson = "in_person", "Vid möte";
        /// Read in the product.
        Product = "product", "I Vårdbron";
    }
}

/// Who a step tells something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Recipient {
    /// An audience outside Vårdbron, without user accounts.
    Audience(Audience),
    /// The units of a kind that the step concerns.
    Units(UnitKind),
    /// Every unit that is a party.
    Parties,
}

impl Recipient {
    /// The code in guidance files: an audience's, a unit kind's, or `parties`.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Audience(audience) => audience.code(),
            Self::Units(kind) => kind.code(),
            Self::Parties => "parties",
        }
    }

    /// The Swedish name, as written in a list.
    #[must_use]
    pub fn swedish(self) -> &'static str {
        match self {
            Self::Audience(audience) => audience.swedish(),
            Self::Units(kind) => kind.swedish(),
            Self::Parties => "Parterna i ärendet",
        }
    }
}

impl<'de> Deserialize<'de> for Recipient {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let code = String::deserialize(deserializer)?;
        if code == "parties" {
            return Ok(Self::Parties);
        }
        Audience::from_code(&code)
            .map(Self::Audience)
            .or_else(|| UnitKind::from_code(&code).map(Self::Units))
            .ok_or_else(|| de::Error::custom(format!("unknown recipient `{code}`")))
    }
}

/// The API's names of those whom a disclosure reaches in this case: an audience's code, or
/// `unit:HSA-ID` for each unit concerned; none while no such unit is known.
#[must_use]
pub fn audience_codes(recipient: Recipient, case: &Case) -> Vec<String> {
    match recipient {
        Recipient::Audience(audience) => vec![audience.code().to_owned()],
        Recipient::Parties => case
            .parties
            .values()
            .filter(|party| {
                !party.unit.kind.is_placeholder() && party.unit.hsa_id != case.coordinator
            })
            .map(|party| format!("unit:{}", party.unit.hsa_id))
            .collect(),
        Recipient::Units(kind) => {
            let party = case.party_of_kind(kind).map(|party| &party.unit.hsa_id);
            let asked = case
                .latest_question()
                .filter(|question| question.unit.kind == kind)
                .map(|question| &question.unit.hsa_id);
            party
                .or(asked)
                .map(|unit| format!("unit:{unit}"))
                .into_iter()
                .collect()
        }
    }
}
