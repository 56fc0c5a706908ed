//! A letter of the post queue: its page, where it is read and handled, and its paper, a page that
//! prints the letter and nothing else.

pub mod page;

use app::CasePage;
use axum::extract::Path;
use disclosure::views::LetterView;
use guidance::{CaseTab, Form};
use jiff::Timestamp;
use vocabulary::{
    calendar::relative_moment,
    choice::Choice as _,
    letter::{LetterOutcome, LetterStage},
};

use self::page::LetterPages;
use super::{
    command_form::{CHANGE, KEY, VERSION},
    confirm,
    opened_case::OpenedCase,
    side_actions, tabs,
};
use crate::{
    account::session::Signed,
    html::{
        block::{Block, FactsView, TextPart, TextView},
        part::{Alert, FactRow, PageLink, Tag, Tone},
        table::{Cell, Column, RowAction, TableView},
    },
    menu::MenuEntry,
    pages::{PageResult, capital, shown},
    problem::Problem,
};

/// The letter's stage, as a tag.
pub(super) fn tag(letter: &LetterView) -> Tag {
    if letter.needs_second_reader && letter.stage == LetterStage::Waiting {
        return Tag::toned("Väntar på en andra läsare", Tone::Warning);
    }
    let tone = match letter.stage {
        LetterStage::Waiting => Tone::Info,
        LetterStage::Printed | LetterStage::Returned => Tone::Warning,
        LetterStage::Recalled => Tone::Danger,
        LetterStage::Posted => Tone::Success,
        LetterStage::Stopped => return Tag::plain(letter.stage.swedish()),
    };
    Tag::toned(letter.stage.swedish(), tone)
}

/// Details of the letter's stage.
pub(super) fn said(letter: &LetterView, now: Timestamp) -> String {
    let at = letter.returned_at.or(letter.posted_at);
    let when = at.map(|at| capital(&relative_moment(at.0, now)));
    when.or_else(|| letter.reason.clone()).unwrap_or_default()
}

/// The letter's page.
pub(super) async fn page(signed: Signed, Path((id, letter)): Path<(String, String)>) -> PageResult {
    let opened = OpenedCase::of(signed, &id, CasePage::Letters).await?;
    let (app, caller) = (&opened.signed.app, &opened.signed.caller);
    let found = app.letters(caller, &opened.at_hand).await?;
    let mut found = found.view().iter();
    let found = found
        .find(|found| found.id.to_string() == letter)
        .ok_or_else(Problem::not_found)?;
    let mut page = tabs::page(
        &opened,
        CaseTab::Copies,
        found.kind_name,
        "Ett brev har en mottagare. Lägg inget annat i samma kuvert.",
    )
    .await?;
    page.actions = vec![PageLink::new(
        "Tillbaka till Kopior",
        &format!("{}/kopior", opened.base()),
    )];
    page.blocks.extend(notices(found));
    page.blocks.push(Block::Facts(FactsView {
        heading: "Brevet".to_owned(),
        facts: facts(found, opened.now),
        link: None,
    }));
    if !found.pieces.is_empty() {
        page.blocks.push(Block::Text(TextView {
            heading: "Det här står i brevet".to_owned(),
            parts: vec![TextPart::Exact(confirm::marked(
                found.pieces.clone(),
                found.needs_second_reader,
            ))],
        }));
    }
    let library = app.library();
    let of_a_letter = library.forms().filter(|form| form.is_of_a_letter());
    let commands: Vec<&str> = of_a_letter.map(Form::command).collect();
    if app.may_on(caller, &opened.at_hand, &commands).await?.len() == commands.len() {
        page.blocks.extend(acts(&opened, found));
    }
    shown(&page)
}

fn notices(letter: &LetterView) -> Vec<Block> {
    let alert = |tone, heading: &str, text: &str| {
        Block::Alert(Alert {
            folded: false,
            tone,
            heading: heading.to_owned(),
            text: text.to_owned(),
            link: None,
        })
    };
    let mut notices = Vec::new();
    if letter.stage == LetterStage::Recalled {
        notices.push(alert(
            Tone::Danger,
            "Posta inte brevet",
            "Ärendet har ändrats sedan brevet skrevs ut. Makulera papperet. Har det redan lämnats till \
             posten: rapportera ett felaktigt utlämnande under Samtalslogg.",
        ));
    }
    if let Some(no) = letter.hindrance {
        notices.push(alert(Tone::Warning, "Brevet kan inte postas nu", no));
    }
    if letter.needs_second_reader {
        notices.push(alert(
            Tone::Warning,
            "Två läser det här brevet",
            &format!(
                "{} {}",
                if letter.is_marked() {
                    "I texten finns något som kan peka ut någon. Det är markerat."
                } else {
                    "Ärendet hör ihop med en skyddad person."
                },
                if letter.own {
                    "En kollega på enheten läser brevet innan det skrivs ut och postas."
                } else {
                    "Läs hela brevet och säg om det kan postas."
                }
            ),
        ));
    }
    let live = letter.stage.is_on_its_way();
    if letter.agency_accommodation && live {
        notices.push(alert(
            Tone::Warning,
            "Brevet går till Migrationsverkets boende",
            "Fråga patienten om det är tryggt att få brevet dit. Annars lämnar du kopian i handen.",
        ));
    }
    notices
}

fn facts(letter: &LetterView, now: Timestamp) -> Vec<FactRow> {
    let mut facts = vec![
        FactRow::text("Läge", &tag(letter).text),
        FactRow::text(
            "Lagt i kö",
            &format!(
                "{}, {}",
                capital(&relative_moment(letter.queued_at.0, now)),
                letter.queued_by
            ),
        ),
    ];
    let mut fact = |label: &str, value: Option<String>| {
        facts.extend(value.map(|value| FactRow::text(label, &value)));
    };
    fact("Läst av", letter.read_by.clone());
    let when = |at: disclosure::views::Moment| capital(&relative_moment(at.0, now));
    fact("Postat", letter.posted_at.map(when));
    fact("Kom i retur", letter.returned_at.map(when));
    fact("Varför", letter.reason.clone());
    facts
}

/// What can be done with the letter now, with an explanation of each.
fn acts(opened: &OpenedCase, letter: &LetterView) -> Option<Block> {
    let mut rows = Vec::new();
    let mut row =
        |when: &str, act: RowAction| rows.push(vec![Cell::text(when), Cell::acts(vec![act])]);
    let live = letter.stage.is_on_its_way();
    if live && !letter.own && letter.read_by.is_none() {
        row(
            "Du har läst hela brevet.",
            asks(
                opened,
                letter,
                side_actions::REVIEW_LETTER,
                "Granska brevet",
                &[],
            ),
        );
    }
    let outcome = |outcome: LetterOutcome| [("outcome", outcome.code())];
    match letter.stage {
        LetterStage::Waiting if !letter.needs_second_reader && letter.text.is_some() => row(
            "Du skriver ut brevet nu och postar det i dag.",
            prints(opened, letter),
        ),
        LetterStage::Printed => {
            let to = format!("{}/brev/{}/papper", opened.base(), letter.id);
            row(
                "Skriv ut brevet och lägg bara det i kuvertet.",
                RowAction::link("Öppna brevet för utskrift", "", &to),
            );
            row(
                "Brevet är lämnat till posten.",
                asks(
                    opened,
                    letter,
                    side_actions::SETTLE_LETTER,
                    "Brevet är postat",
                    &outcome(LetterOutcome::Posted),
                ),
            );
        }
        LetterStage::Posted => row(
            "Posten har lämnat tillbaka brevet.",
            asks(
                opened,
                letter,
                side_actions::SETTLE_LETTER,
                "Brevet kom i retur",
                &outcome(LetterOutcome::Returned),
            ),
        ),
        LetterStage::Waiting
        | LetterStage::Recalled
        | LetterStage::Returned
        | LetterStage::Stopped => {}
    }
    if live || letter.stage == LetterStage::Recalled {
        let (when, label) = if letter.stage == LetterStage::Waiting {
            ("Brevet ska inte postas.", "Ta bort brevet ur kön")
        } else {
            (
                "Papperet är förstört och postas inte.",
                "Brevet är makulerat",
            )
        };
        let destroyed = outcome(LetterOutcome::Destroyed);
        row(
            when,
            asks(
                opened,
                letter,
                side_actions::SETTLE_LETTER,
                label,
                &destroyed,
            ),
        );
    }
    (!rows.is_empty()).then(|| {
        Block::Table(TableView {
            caption: "Vad du kan göra".to_owned(),
            columns: Column::all(&["När", "Gör"]),
            rows,
            ..TableView::default()
        })
    })
}

/// A button that leads to a form with this letter chosen.
fn asks(
    opened: &OpenedCase,
    letter: &LetterView,
    slug: &str,
    label: &str,
    chosen: &[(&str, &str)],
) -> RowAction {
    let mut fields = vec![(CHANGE, "ja")];
    fields.extend(chosen);
    act(opened, letter, slug, label, &fields)
}

/// The button that takes the letter out of the queue at once.
fn prints(opened: &OpenedCase, letter: &LetterView) -> RowAction {
    let (version, key) = (opened.version().to_string(), opened.signed.app.request_id());
    let action = opened
        .signed
        .app
        .library()
        .side_action(side_actions::PRINT_LETTER);
    let command = action.map(|action| action.command.as_str());
    let fields = [
        ("command", command.unwrap_or_default()),
        (VERSION, version.as_str()),
        (KEY, key.as_str()),
    ];
    let label = "Skriv ut brevet";
    act(opened, letter, side_actions::PRINT_LETTER, label, &fields)
}

fn act(
    opened: &OpenedCase,
    letter: &LetterView,
    slug: &str,
    label: &str,
    fields: &[(&str, &str)],
) -> RowAction {
    let id = letter.id.to_string();
    let mut fields = fields.to_vec();
    fields.push(("letter", &id));
    let to = side_actions::at(&opened.base(), slug);
    RowAction::post(label, "", &to, &fields)
}

pub(super) async fn paper(
    signed: Signed,
    Path((id, letter)): Path<(String, String)>,
) -> PageResult {
    let pages = LetterPages {
        frame: signed.frame("Brev", MenuEntry::Cases),
        back: format!("/arenden/{id}/brev/{letter}"),
    };
    let (app, caller) = (&signed.app, &signed.caller);
    shown(&app.letter_paper(caller, &id, &letter, &pages).await?)
}
