//! Indexes for units and organisations within one request. The policies never name a unit or
//! organisation; they only compare them: whether the asker's unit is a party, which organisation
//! performs. So units and organisations get per-request indexes, in the order of a case's
//! description. Equivalent cases then mostly have the same description and share cached decisions
//! (units with the same part in a case are ordered by HSA-id).

use vocabulary::unit::{UnitCard, UnitKind};

/// Index of a unit within one request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct UnitIndex(usize);

/// Index of an organisation within one request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct OrganisationIndex(usize);

/// The units and organisations that have got an index, in order. Equal names get the same index,
/// and different names get different ones.
#[derive(Debug, Clone)]
pub(super) struct RequestIndexes {
    units: Vec<String>,
    organisations: Vec<String>,
    /// The kinds that units had when the case met them.
    kinds: Vec<(UnitIndex, UnitKind)>,
}

impl RequestIndexes {
    /// No indexes yet: for a request about no case, or to start a description.
    pub(super) fn none_met() -> Self {
        Self {
            units: Vec::new(),
            organisations: Vec::new(),
            kinds: Vec::new(),
        }
    }

    /// A unit's index; a new unit gets the next one.
    pub(super) fn meet_unit(&mut self, id: &str) -> UnitIndex {
        UnitIndex(meet(&mut self.units, id))
    }

    /// A unit's index, with the kind that the unit had when it joined the case or was asked.
    pub(super) fn meet_joined_unit(&mut self, unit: &UnitCard) -> UnitIndex {
        let index = self.meet_unit(unit.hsa_id.as_str());
        self.kinds.push((index, unit.kind));
        index
    }

    /// An organisation's index; a new organisation gets the next one.
    pub(super) fn meet_organisation(&mut self, name: &str) -> OrganisationIndex {
        OrganisationIndex(meet(&mut self.organisations, name))
    }

    /// The index of the principal's unit. A request has only one principal, so an unknown unit can
    /// use the next index without storing it: no other unit can get that one.
    ///
    /// A unit whose kind in the directory is another than when it joined the case is unknown: what
    /// its staff were let in for no longer holds, so to the policies it is a stranger.
    pub(super) fn unit_of_principal(&self, id: &str, kind: UnitKind) -> UnitIndex {
        let met = place(&self.units, id).map(UnitIndex);
        let same = |_: &UnitIndex| !self.has_become_another(id, kind);
        met.filter(same).unwrap_or(UnitIndex(self.units.len()))
    }

    /// Whether a unit had another kind when it joined the case or was asked.
    pub(super) fn has_become_another(&self, id: &str, kind: UnitKind) -> bool {
        let met = place(&self.units, id).map(UnitIndex);
        let mut joined = self.kinds.iter();
        joined.any(|(known, then)| Some(*known) == met && *then != kind)
    }

    /// The index of the principal's organisation, in the same way.
    pub(super) fn organisation_of_principal(&self, name: &str) -> OrganisationIndex {
        OrganisationIndex(place(&self.organisations, name).unwrap_or(self.organisations.len()))
    }
}

impl UnitIndex {
    /// The name that the policies see.
    pub(super) fn name(self) -> String {
        self.0.to_string()
    }
}

impl OrganisationIndex {
    /// The name that the policies see.
    pub(super) fn name(self) -> String {
        self.0.to_string()
    }
}

fn place(met: &[String], name: &str) -> Option<usize> {
    met.iter().position(|known| known == name)
}

fn meet(met: &mut Vec<String>, name: &str) -> usize {
    place(met, name).unwrap_or_else(|| {
        met.push(name.to_owned());
        met.len() - 1
    })
}
