//! Indexes for units and organisations within one question. The policies name neither, they compare
//! them: whether the one who asks is a party, whose organisation performs. So each question names
//! them by the order in which they are met, and cases that stand alike mostly ask the very same
//! question, whichever their units are (units that are the same to a case are met by their HSA-ids). A remembered verdict then serves both.

/// Units and organisations in the order in which they were met. The same name is always the same
/// unit, and never two. Where there is a case they come from laying it out (`EntityNames::case`): who asks
/// about it is named beside its units, or would be taken for one of them.
#[derive(Debug, Clone)]
pub(super) struct RequestIndexes<'a> {
    units: Vec<&'a str>,
    organisations: Vec<&'a str>,
}

impl<'a> RequestIndexes<'a> {
    /// For a question about no case, and to lay one out.
    pub(super) fn none_met() -> Self {
        Self {
            units: Vec::new(),
            organisations: Vec::new(),
        }
    }

    /// A unit's place.
    pub(super) fn unit(&mut self, id: &'a str) -> usize {
        place(&mut self.units, id)
    }

    /// An organisation's name within the question.
    pub(super) fn organisation(&mut self, name: &'a str) -> String {
        place(&mut self.organisations, name).to_string()
    }
}

fn place<'a>(met: &mut Vec<&'a str>, name: &'a str) -> usize {
    met.iter()
        .position(|known| *known == name)
        .unwrap_or_else(|| {
            met.push(name);
            met.len() - 1
        })
}
