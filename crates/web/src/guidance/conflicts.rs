//! Where the two documents differ, both sides, and which governs (X2).

use guidance::pack::Conflict;

use super::{
    crumbs, current,
    page::{ConflictsPage, SourceConflict},
};
use crate::{
    account::session::Signed,
    html::part::Citation,
    menu::MenuEntry,
    pages::{PageResult, shown},
};

pub(super) async fn page(signed: Signed) -> PageResult {
    let guidance = current(&signed.app)?;
    shown(&ConflictsPage {
        frame: signed.frame("Vägledning", MenuEntry::Guidance),
        crumbs: crumbs(),
        lead: "Vägledningen är nyare än checklistan och gäller där de skiljer sig åt.".to_owned(),
        conflicts: guidance.main.conflicts.iter().map(conflict).collect(),
    })
}

fn conflict(conflict: &Conflict) -> SourceConflict {
    let cited = |label: &String| Citation {
        label: label.clone(),
        ..Citation::default()
    };
    SourceConflict {
        anchor: conflict.slug.clone(),
        topic: conflict.title.clone(),
        older: (conflict.older.clone(), cited(&conflict.older_citation)),
        newer: (conflict.later.clone(), cited(&conflict.later_citation)),
        governs: conflict.governs.clone(),
    }
}
