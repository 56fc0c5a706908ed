//! The three consents, with earlier answers.

use app::CasePage;
use axum::extract::Path;
use disclosure::views::{ConsentView, EventRow};
use guidance::CaseTab;
use http::StatusCode;
use vocabulary::{
    calendar::relative_moment,
    choice::Choice as _,
    consent::{ConsentAnswer, ConsentKind},
};

use super::{happened, page, table};
use crate::{
    account::session::Signed,
    case::{opened_case::OpenedCase, side_actions},
    html::{
        part::{Tag, Tone},
        table::{Cell, RowAction},
    },
    pages::{PageResult, capital, shown_with},
};

/// The three consents, with earlier answers.
pub(super) async fn consents(signed: Signed, Path(id): Path<String>) -> PageResult {
    let opened = OpenedCase::of(signed, &id, CasePage::Events).await?;
    let view = opened.whole()?;
    let (app, caller) = (&opened.signed.app, &opened.signed.caller);
    let mut page = page(
        &opened,
        CaseTab::Consents,
        "Samtycke",
        "Patienten kan ta tillbaka sitt samtycke när som helst. Då lämnas inget mer ut. Det som \
         redan har lämnats står under Vem ser vad.",
    )
    .await?;
    let may = side_actions::may(&opened, side_actions::RECORD_CONSENT).await?;
    let rows = ConsentKind::ALL
        .iter()
        .map(|kind| {
            let found = view.consents.iter().find(|consent| consent.kind == *kind);
            consent_row(&opened, *kind, found, may)
        })
        .collect();
    page.blocks.push(table(
        "Samtycken",
        &["Samtycke", "Svar", "När", "Gör"],
        rows,
        "",
    ));
    let events = app.events(caller, &opened.at_hand).await?.into_view();
    let answers: Vec<EventRow> = events
        .into_iter()
        .filter(|event| event.kind.contains("consent"))
        .collect();
    page.blocks.push(happened(
        "Alla svar",
        &answers,
        &opened,
        "Inget svar är registrerat än.",
    ));
    shown_with(StatusCode::OK, &page)
}

fn consent_row(
    opened: &OpenedCase,
    kind: ConsentKind,
    found: Option<&ConsentView>,
    may: bool,
) -> Vec<Cell> {
    let to = side_actions::at(&opened.base(), side_actions::RECORD_CONSENT);
    let about = kind.swedish().to_lowercase();
    let mut acts = Vec::new();
    if may {
        let fields = [("andra", "ja"), ("kind", kind.code())];
        let label = if found.is_some() {
            "Nytt svar"
        } else {
            "Registrera svar"
        };
        acts.push(RowAction::post(label, &about, &to, &fields));
    }
    let given = found.is_some_and(|found| found.answer == ConsentAnswer::Given);
    if may && given {
        let withdrawn = ConsentAnswer::Withdrawn.code();
        let fields = [
            ("andra", "ja"),
            ("kind", kind.code()),
            ("answer", withdrawn),
        ];
        acts.push(RowAction::post(
            "Patienten tar tillbaka samtycket",
            &about,
            &to,
            &fields,
        ));
    }
    let Some(found) = found else {
        return vec![
            Cell::text(kind.swedish()),
            Cell::tag(Tag::plain("Inte frågat än")),
            Cell::text(""),
            Cell::acts(acts),
        ];
    };
    let tone = match found.answer {
        ConsentAnswer::Given => Tone::Success,
        ConsentAnswer::Refused | ConsentAnswer::Withdrawn => Tone::Danger,
        ConsentAnswer::Incapable => Tone::Warning,
    };
    let mut small = found.note.clone().unwrap_or_default();
    if let Some(by) = &found.representative {
        small = format!("{by} {small}");
    }
    if let Some(ground) = &found.legal_ground {
        let assessor = found.assessor.as_deref().unwrap_or_default();
        small = format!("{small} Rättslig grund: {ground}. Bedömt av: {assessor}.");
    }
    vec![
        Cell::text(kind.swedish()),
        Cell::tag(Tag::toned(found.answer_name, tone)).with_small(small.trim()),
        Cell::text(&capital(&relative_moment(found.given_at.0, opened.now))).with_small(&format!(
            "{}, {}",
            found.form.swedish(),
            found.by
        )),
        Cell::acts(acts),
    ]
}
