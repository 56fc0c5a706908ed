//! What a newer version of the guidance would change in a case that follows an older one (VV.1).

use domain::Case;
use jiff::civil::Date;

use crate::library::Library;

/// What a newer version would change in the steps of a case. The case keeps its own version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VersionChange {
    /// The version that the case follows.
    pub from_version: String,
    /// The newer version.
    pub to_version: String,
    /// The first day on which the newer version is valid.
    pub valid_from: Date,
    /// Id and title of each new step.
    pub added: Vec<(String, String)>,
    /// Id and title of each removed step.
    pub removed: Vec<(String, String)>,
    /// Id and newer title of each changed step.
    pub changed: Vec<(String, String)>,
}

/// What the latest version that is valid would change in the case's steps; none when the case
/// already follows it, or when it changes nothing for this case.
#[must_use]
pub fn newer_version_changes(case: &Case, library: &Library, today: Date) -> Option<VersionChange> {
    let own = library.for_case(case)?;
    let newest = library.current(today)?;
    if newest.document.valid_from <= own.main.document.valid_from {
        return None;
    }
    let newer = library.guidance(newest);
    let (before, after) = (own.listed(case), newer.listed(case));
    let mut change = VersionChange {
        from_version: own.main.document.version.clone(),
        to_version: newest.document.version.clone(),
        valid_from: newest.document.valid_from,
        added: Vec::new(),
        removed: Vec::new(),
        changed: Vec::new(),
    };
    for (_, step) in &after {
        let entry = (step.id().to_owned(), step.title.clone());
        match before.iter().find(|(_, old)| old.id() == step.id()) {
            None => change.added.push(entry),
            Some((_, old)) if !step.says_the_same_as(old) => change.changed.push(entry),
            Some(_) => {}
        }
    }
    for (_, step) in &before {
        if after.iter().all(|(_, newer)| newer.id() != step.id()) {
            change
                .removed
                .push((step.id().to_owned(), step.title.clone()));
        }
    }
    let nothing = change.added.is_empty() && change.removed.is_empty() && change.changed.is_empty();
    (!nothing).then_some(change)
}
