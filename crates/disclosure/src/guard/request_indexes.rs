//! Indexes for units and organisations within one request. The policies never name a unit or
//! organisation; they only compare them: whether the asker's unit is a party, which organisation
//! performs. So units and organisations get per-request indexes, in the order of a case's
//! description. Equivalent cases then mostly have the same description and share cached decisions
//! (units with the same part in a case are ordered by HSA-id).

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
}

impl RequestIndexes {
    /// No indexes yet: for a request about no case, or to start a description.
    pub(super) fn none_met() -> Self {
        Self {
            units: Vec::new(),
            organisations: Vec::new(),
        }
    }

    /// A unit's index; a new unit gets the next one.
    pub(super) fn meet_unit(&mut self, id: &str) -> UnitIndex {
        UnitIndex(meet(&mut self.units, id))
    }

    /// An organisation's index; a new organisation gets the next one.
    pub(super) fn meet_organisation(&mut self, name: &str) -> OrganisationIndex {
        OrganisationIndex(meet(&mut self.organisations, name))
    }

    /// The index of the principal's unit. A request has only one principal, so an unknown unit can
    /// use the next index without storing it: no other unit can get that one.
    pub(super) fn unit_of_principal(&self, id: &str) -> UnitIndex {
        UnitIndex(place(&self.units, id).unwrap_or(self.units.len()))
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
