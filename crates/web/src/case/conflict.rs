//! Somebody else saved first: both texts are kept and shown, and the user's own can be sent again
//! on the case's current version.

use disclosure::views::EventRow;
use http::StatusCode;
use vocabulary::calendar::{clock, local_date, local_time, relative_date};

use super::{
    command_form::CommandForm,
    confirm,
    opened_case::{CaseShare, OpenedCase},
    page::{AnswerDifference, ConflictPage},
};
use crate::{
    form_body::FormBody,
    menu::MenuEntry,
    pages::{PageResult, shown_with},
    problem::Problem,
};

/// The page, with what has happened since the version that the user saw.
pub(super) async fn page(
    command_form: &CommandForm<'_>,
    posted: FormBody,
    seen: u64,
) -> PageResult {
    let now = command_form.opened;
    let since = since(now, seen).await?;
    let mine = confirm::answers(&command_form.questions(&posted));
    let saved = confirm::answers(&command_form.questions(&command_form.prefilled()));
    let mut differences: Vec<AnswerDifference> = mine
        .iter()
        .filter_map(|(label, mine)| {
            let (_, theirs) = saved.iter().find(|(other, _)| other == label)?;
            (theirs != mine).then(|| AnswerDifference {
                label: label.clone(),
                mine: mine.clone(),
                theirs: theirs.clone(),
            })
        })
        .collect();
    if differences.is_empty() {
        differences.push(AnswerDifference {
            label: command_form.heading(),
            mine: in_lines(&mine),
            theirs: happened(&since),
        });
    }
    let address = command_form.place.address(&now.base());
    let form = command_form.on_this_version(posted).await?;
    let mut frame = now.signed.frame("Någon hann före", MenuEntry::Cases);
    now.dress(&mut frame);
    let page = ConflictPage {
        frame,
        who: who(now, &since),
        differences,
        form,
        keep_theirs: address,
    };
    shown_with(StatusCode::CONFLICT, &page)
}

async fn since(now: &OpenedCase, seen: u64) -> Result<Vec<EventRow>, Problem> {
    if !matches!(now.seen, CaseShare::Regional(_)) {
        return Ok(Vec::new());
    }
    let events = now
        .signed
        .app
        .events(&now.signed.caller, &now.at_hand)
        .await?;
    let known = usize::try_from(seen).unwrap_or(usize::MAX);
    Ok(events.into_view().into_iter().skip(known).collect())
}

fn who(now: &OpenedCase, since: &[EventRow]) -> String {
    since.last().map_or_else(
        || "Ärendet har ändrats sedan du öppnade sidan".to_owned(),
        |event| {
            let name = event.by.split(',').next().unwrap_or_default();
            let day = relative_date(local_date(event.at.0), local_date(now.now));
            format!("{name} sparade {day} {}", clock(local_time(event.at.0)))
        },
    )
}

fn in_lines(answers: &[(String, String)]) -> String {
    let lines: Vec<String> = answers
        .iter()
        .map(|(label, answer)| format!("{label} {answer}"))
        .collect();
    lines.join("\n")
}

fn happened(since: &[EventRow]) -> String {
    if since.is_empty() {
        return "Något annat i ärendet har ändrats. Ingen har ändrat i ditt steg.".to_owned();
    }
    let lines: Vec<String> = since
        .iter()
        .map(|event| format!("{} {}", event.what, event.detail).trim().to_owned())
        .collect();
    lines.join("\n")
}
