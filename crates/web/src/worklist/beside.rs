//! What stands beside the inbox: meetings of the week, news, and what the user has begun.

use app::has_coming_meeting;
use disclosure::views::WorklistRow;
use vocabulary::calendar::{clock, local_date, local_time, relative_date, relative_moment};

use super::{
    page::{BesideItem, BesideList},
    rows::person,
};
use crate::{
    account::session::Signed,
    pages::{capital, reference},
    problem::Problem,
};

/// The lists that are not empty. `whole` are all rows of the worklist, when the page has them.
pub(super) async fn lists(
    signed: &Signed,
    whole: Option<&[WorklistRow]>,
) -> Result<Vec<BesideList>, Problem> {
    let list = |id: &str, heading: &str, items| BesideList {
        id: id.to_owned(),
        heading: heading.to_owned(),
        items,
    };
    let mut lists = vec![
        list(
            "levande-moten",
            "Möten i dag och i veckan",
            meetings(signed, whole).await?,
        ),
        list("levande-nytt", "Nytt sedan du var där", news(signed).await?),
        list("levande-utkast", "Du har börjat på", drafts(signed).await?),
    ];
    lists.retain(|list| !list.items.is_empty());
    Ok(lists)
}

/// Planned meetings of the coming week.
async fn meetings(
    signed: &Signed,
    whole: Option<&[WorklistRow]>,
) -> Result<Vec<BesideItem>, Problem> {
    let now = signed.app.now();
    let today = local_date(now);
    let read;
    let mut rows: Vec<&WorklistRow> = if let Some(whole) = whole {
        let coming = |row: &&WorklistRow| has_coming_meeting(row, now);
        whole.iter().filter(coming).collect()
    } else {
        read = signed.app.coming_meetings(&signed.caller).await?;
        read.view().iter().collect()
    };
    rows.sort_by_key(|row| row.meeting_at.map(|at| at.0));
    Ok(rows
        .into_iter()
        .filter_map(|row| {
            let at = row.meeting_at?.0;
            let day = capital(&relative_date(local_date(at), today));
            Some(BesideItem {
                when: format!("{day} {}", clock(local_time(at))),
                label: reference(&row.id),
                href: format!("/arenden/{}", row.id),
                text: person(row),
            })
        })
        .collect())
}

/// Cases in which something has happened since the user looked.
async fn news(signed: &Signed) -> Result<Vec<BesideItem>, Problem> {
    let now = signed.app.now();
    let changed = signed.app.changed_cases(&signed.caller).await?;
    let changed = changed.into_iter();
    Ok(changed
        .map(|news| BesideItem {
            when: capital(&relative_moment(news.latest, now)),
            label: reference(&news.case),
            href: format!("/arenden/{}", news.case),
            text: match news.events {
                1 => "1 ny händelse".to_owned(),
                events => format!("{events} nya händelser"),
            },
        })
        .collect())
}

/// What the user has begun to write and not sent.
async fn drafts(signed: &Signed) -> Result<Vec<BesideItem>, Problem> {
    let now = signed.app.now();
    let library = signed.app.library();
    let drafts = signed.app.own_drafts(&signed.caller).await?;
    let drafts = drafts.into_iter();
    Ok(drafts
        .map(|draft| {
            let when = capital(&relative_moment(draft.saved_at, now));
            let Some(case) = draft.case else {
                return BesideItem {
                    when,
                    label: "Nytt ärende".to_owned(),
                    href: "/arenden/nytt".to_owned(),
                    text: String::new(),
                };
            };
            let base = format!("/arenden/{case}");
            let mut steps = library.packs().flat_map(guidance::Pack::steps);
            let step = steps.find(|step| step.slug == draft.step);
            let action = library.side_action(&draft.step);
            let (href, text) = match (step, action) {
                (Some(step), _) => (format!("{base}/steg/{}", draft.step), step.title.clone()),
                (None, Some(action)) => {
                    (format!("{base}/gor/{}", draft.step), action.label.clone())
                }
                (None, None) => (base, String::new()),
            };
            BesideItem {
                when,
                label: reference(&case),
                href,
                text,
            }
        })
        .collect())
}
