//! Draws "Vem ser vad" from the guard's rows.

use disclosure::views::{AudienceRelation, AudienceRow};
use jiff::Timestamp;
use vocabulary::calendar::{local_date, relative_date};

use crate::html::audience_panel::{AudienceLine, AudiencePanel};

/// The panel of a case.
pub(crate) fn panel(rows: &[AudienceRow], protected: bool, now: Timestamp) -> AudiencePanel {
    let of = |relation: AudienceRelation| {
        rows.iter()
            .filter(|row| row.relation == relation)
            .map(|row| drawn(row, now))
            .collect()
    };
    AudiencePanel {
        protected,
        sees: of(AudienceRelation::Sees),
        may_be_added: of(AudienceRelation::MayBeAdded),
        told_otherwise: of(AudienceRelation::ToldOtherwise),
        never: of(AudienceRelation::Never),
        citation: None,
    }
}

fn drawn(row: &AudienceRow, now: Timestamp) -> AudienceLine {
    let mut detail = row.condition.clone();
    if let Some(since) = row.since {
        let since = relative_date(local_date(since.0), local_date(now));
        detail = format!("{detail} Sedan {since}.");
    }
    if let Some(basis) = row.basis {
        detail = format!("{detail} {basis}.");
    }
    for told in &row.told {
        let when = relative_date(local_date(told.when.0), local_date(now));
        detail = format!("{detail} {when}: {} ({}).", told.what, told.channel_name);
    }
    AudienceLine::new(&row.name, detail.trim())
}
