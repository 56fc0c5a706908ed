//! Changes of what administrators keep beside the registers of units, staff and contacts. Each is
//! for one person alone and is written by its own use case, so that a further one is told here only.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use vocabulary::calendar::long_date;

use super::{Difference, UnitFacts, paired};

/// A change of something that stands by itself. It is stored: names of variants and fields never
/// change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "change", rename_all = "snake_case")]
pub(crate) enum BesideChange {
    /// A neutral place to meet is added (nothing before) or changed.
    MeetingPoint {
        before: Option<PlaceState>,
        after: PlaceState,
    },
    /// Guidance whose date has passed is confirmed, for the first time (nothing before) or again.
    Guidance {
        /// Id and version, for example `vagledning-fyrbodal@2025-07-01`.
        guidance: String,
        title: String,
        before: Option<ConfirmedState>,
        after: ConfirmedState,
    },
}

/// How long guidance holds by its confirmation, and what was reviewed for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct ConfirmedState {
    /// The last day.
    pub(crate) until: Date,
    pub(crate) checked: String,
}

/// A neutral place to meet as it stands in its register.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct PlaceState {
    pub(crate) id: String,
    pub(crate) building: String,
    pub(crate) name: String,
    /// Whether it can be chosen.
    pub(crate) active: bool,
}

impl BesideChange {
    /// The first word of its row in the log. It is stored and never changes.
    pub(super) fn code(&self) -> &'static str {
        match self {
            Self::MeetingPoint { .. } => "meeting-point",
            Self::Guidance { .. } => "guidance",
        }
    }

    /// What it does, as a Swedish sentence without a full stop.
    pub(super) fn heading(&self) -> String {
        match self {
            Self::MeetingPoint {
                before: None,
                after,
            } => format!("Lägga till mötesplatsen {}", after.name),
            Self::MeetingPoint {
                before: Some(before),
                ..
            } => format!("Ändra mötesplatsen {}", before.name),
            Self::Guidance { title, .. } => format!("Bekräfta vägledningen {title}"),
        }
    }

    /// Each fact before and after, in the order of the form.
    pub(super) fn differences(&self) -> Vec<Difference> {
        match self {
            Self::MeetingPoint { before, after } => {
                let before = before.as_ref().map(PlaceState::facts);
                paired(&before.unwrap_or_default(), &after.facts())
            }
            Self::Guidance { before, after, .. } => {
                let before = before.as_ref().map(ConfirmedState::facts);
                paired(&before.unwrap_or_default(), &after.facts())
            }
        }
    }
}

impl ConfirmedState {
    fn facts(&self) -> UnitFacts {
        vec![
            ("Gäller till", long_date(self.until)),
            ("Granskat", self.checked.clone()),
        ]
    }
}

impl PlaceState {
    fn facts(&self) -> UnitFacts {
        let active = if self.active {
            "används"
        } else {
            "används inte"
        };
        vec![
            ("Plats", self.name.clone()),
            ("Hus", self.building.clone()),
            ("Status", active.to_owned()),
        ]
    }
}
