//! Names for units and organisations within one question. The policies name neither, they compare
//! them: whether the one who asks is a party, whose organisation performs. So each question names
//! them by the order in which they are met, and two cases that stand alike ask the very same
//! question, whichever their units are. A remembered verdict then serves both.

/// Units and organisations in the order in which they were met. The same name is always the same
/// unit, and never two.
#[derive(Debug, Clone, Default)]
pub(super) struct Aliases<'a> {
    units: Vec<&'a str>,
    organisations: Vec<&'a str>,
}

impl<'a> Aliases<'a> {
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
