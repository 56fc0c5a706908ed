//! Indexes for units and organisations within one request. The policies name neither, they compare
//! them: whether the one who asks is a party, whose organisation performs. So units and organisations
//! get an index in the order in which a case's description meets them, and cases that stand alike
//! mostly have the very same description, whatever their units are called (units that are the same
//! to a case are met in the order of their HSA-ids). One cached decision then serves them all.

/// A unit within one request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct UnitIndex(usize);

/// An organisation within one request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct OrganisationIndex(usize);

/// Units and organisations in the order in which they were met. The same name always has the same
/// index, and no other name has it.
#[derive(Debug, Clone)]
pub(super) struct RequestIndexes {
    units: Vec<String>,
    organisations: Vec<String>,
}

impl RequestIndexes {
    /// For a request about no case, and to describe one.
    pub(super) fn none_met() -> Self {
        Self {
            units: Vec::new(),
            organisations: Vec::new(),
        }
    }

    /// A unit's index; a unit that has not been met gets the next one.
    pub(super) fn meet_unit(&mut self, id: &str) -> UnitIndex {
        UnitIndex(meet(&mut self.units, id))
    }

    /// An organisation's index; one that has not been met gets the next one.
    pub(super) fn meet_organisation(&mut self, name: &str) -> OrganisationIndex {
        OrganisationIndex(meet(&mut self.organisations, name))
    }

    /// The index of the principal's unit. A request has one principal, so that no other unit can
    /// have the index after the last: nothing needs to be written down.
    pub(super) fn unit_of_principal(&self, id: &str) -> UnitIndex {
        UnitIndex(place(&self.units, id).unwrap_or(self.units.len()))
    }

    /// The index of the principal's organisation, likewise.
    pub(super) fn organisation_of_principal(&self, name: &str) -> OrganisationIndex {
        OrganisationIndex(place(&self.organisations, name).unwrap_or(self.organisations.len()))
    }
}

impl UnitIndex {
    /// As the policies are told of it.
    pub(super) fn name(self) -> String {
        self.0.to_string()
    }
}

impl OrganisationIndex {
    /// As the policies are told of it.
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
