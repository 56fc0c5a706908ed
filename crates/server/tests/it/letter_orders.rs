//! Every order in which people who handle a letter and people who change the case can act, tried
//! one after the other on a real store. A turn is a look at the case or one command, which is one
//! transaction.
#![expect(clippy::unwrap_used, reason = "a test ends where it fails")]

use app::{App, Caller};
use disclosure::views::PostedLetter;
use serde_json::{Value, json};
use testkit::Stage;

use crate::{
    orders::orders,
    told::{Told, becomes_without_permits, nurse, open},
};

/// An actor that takes its turns in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Who {
    /// Looks at the case, takes the letter out of the queue, fetches the paper, posts it.
    Printer,
    /// Another one, parallel to the first.
    SecondPrinter,
    /// Changes the group to one about which Migrationsverket must not be told.
    GroupChange,
    /// Looks at the case, takes the letter away.
    TakesAway,
}

/// The state while one order is played.
struct Play<'a> {
    app: &'a App,
    by: &'a Caller,
    case: Told,
    letter: String,
    /// For each printer, the case as last seen and the number of turns taken.
    printers: [(Told, u8); 2],
    takes_away: (Told, u8),
    printed: usize,
    posted: usize,
    taken_away: bool,
    closed: bool,
}

/// A case whose plan is made and waits to be posted.
async fn queued(app: &App, by: &Caller) -> (Told, String) {
    let mut case = open(app, by).await;
    for command in [
        json!({ "command": "record_consent", "kind": "case", "answer": "given", "form": "oral" }),
        json!({ "command": "record_consent", "kind": "sip", "answer": "given", "form": "oral" }),
        json!({
            "command": "plan_sip_meeting", "at": "2026-03-12T13:00:00+01:00", "form": "in_person",
            "meeting_point": "Huvudentrén", "chosen_point": "ajbeeqscijbeeqscijbeeqscij", "kin_invited": false,
        }),
        json!({
            "command": "hold_sip_meeting", "at": "2026-03-05T08:00:00+01:00",
            "what_matters": "Att gå själv", "needs": "Såromläggning",
            "responsibilities": "Vårdcentralen lägger om", "attended": "Patienten",
        }),
        json!({ "command": "queue_letter", "letter": "plan" }),
    ] {
        case.done(app, by, &command).await;
    }
    let rows = case.outbox(app, by).await;
    let letter = rows.last().unwrap()["id"].as_str().unwrap().to_owned();
    (case, letter)
}

impl Play<'_> {
    async fn turn(&mut self, who: Who) {
        match who {
            Who::Printer => self.print(0).await,
            Who::SecondPrinter => self.print(1).await,
            Who::GroupChange => {
                self.case
                    .done(self.app, self.by, &becomes_without_permits())
                    .await;
                self.closed = true;
            }
            Who::TakesAway => {
                self.takes_away.1 += 1;
                if self.takes_away.1 == 1 {
                    self.takes_away.0.version = self.case.version(self.app, self.by).await;
                } else {
                    let seen = self.takes_away.0.clone();
                    self.taken_away = self.settle(&seen, "destroyed").await;
                }
            }
        }
    }

    async fn print(&mut self, printer: usize) {
        self.printers[printer].1 += 1;
        let (mut seen, turn) = self.printers[printer].clone();
        match turn {
            1 => self.look(printer).await,
            2 => {
                let command = json!({ "command": "print_letter", "letter": self.letter });
                let taken = seen.give(self.app, self.by, &command).await.is_ok();
                assert!(!(taken && self.closed), "printed after the change");
                assert!(
                    !(taken && self.taken_away),
                    "printed after it was taken away"
                );
                self.printed += usize::from(taken);
                self.look(printer).await;
            }
            3 => {
                let drawn = |letter: &PostedLetter| letter.document().reviewed();
                let (by, case) = (self.by, &self.case.id);
                let paper = self.app.letter_paper(by, case, &self.letter, &drawn);
                let paper = paper.await.is_ok();
                assert!(!(paper && self.closed), "on a page after the change");
                assert!(
                    !paper || self.printed == 1,
                    "on a page before it was printed"
                );
            }
            _ => {
                seen.version = self.printers[printer].0.version;
                let posted = self.settle(&seen, "posted").await;
                assert!(!(posted && self.closed), "posted after the change");
                assert!(
                    !(posted && self.taken_away),
                    "posted after it was taken away"
                );
                self.posted += usize::from(posted);
            }
        }
    }

    async fn look(&mut self, printer: usize) {
        self.printers[printer].0.version = self.case.version(self.app, self.by).await;
    }

    /// Records what happened to the letter, on the version that was seen; returns whether that was
    /// accepted.
    async fn settle(&self, seen: &Told, outcome: &str) -> bool {
        let command = json!({
            "command": "settle_letter", "letter": self.letter, "outcome": outcome,
            "at": self.app.now().to_string(),
        });
        seen.give(self.app, self.by, &command).await.is_ok()
    }
}

async fn play(stage: &Stage, by: &Caller, order: &[Who]) {
    let (case, letter) = queued(&stage.app, by).await;
    let beside = (case.clone(), 0);
    let mut play = Play {
        app: &stage.app,
        by,
        letter,
        printers: [beside.clone(), beside.clone()],
        takes_away: beside,
        case,
        printed: 0,
        posted: 0,
        taken_away: false,
        closed: false,
    };
    for who in order {
        play.turn(*who).await;
    }
    let (stands, reason) = play.case.stands(&stage.app, by).await;
    let said = format!("{order:?}: {stands} ({reason})");
    assert!(play.printed <= 1, "printed twice: {said}");
    assert!(play.posted <= play.printed, "posted without paper: {said}");
    assert!(
        !(play.posted == 1 && play.taken_away),
        "posted and taken away: {said}"
    );
    let stage_of_letter = stage_of(&play).await;
    let (row, letter) = match (play.posted, play.taken_away, play.closed, play.printed) {
        (1, ..) => ("sent", "posted"),
        (_, true, ..) => ("stopped", "stopped"),
        // It was printed when the case changed, and somebody still has the paper.
        (_, _, true, 1) => ("stopped", "recalled"),
        (_, _, true, _) => ("stopped", "stopped"),
        (_, _, _, 1) => ("claimed", "printed"),
        _ => ("queued", "waiting"),
    };
    assert_eq!(
        (stands.as_str(), stage_of_letter.as_str()),
        (row, letter),
        "{said}"
    );
}

/// The letter's stage according to the case.
async fn stage_of(play: &Play<'_>) -> String {
    let letters = play.app.letters(play.by, &play.case.id).await.unwrap();
    let letters: Value = serde_json::to_value(&letters).unwrap();
    letters[0]["stage"].as_str().unwrap().to_owned()
}

async fn explore(actors: &[(Who, usize)]) {
    let stage = Stage::new().await;
    let by = nurse(&stage.app).await;
    for order in orders(actors) {
        // The two printers are interchangeable: the one that moves first is the first.
        let first = order
            .iter()
            .find(|who| matches!(who, Who::Printer | Who::SecondPrinter));
        if first == Some(&Who::Printer) {
            play(&stage, &by, &order).await;
        }
    }
}

// covers: X1, X3
#[tokio::test]
async fn a_letter_is_never_printed_or_posted_after_the_change_or_after_it_was_taken_away() {
    explore(&[
        (Who::Printer, 4),
        (Who::GroupChange, 1),
        (Who::TakesAway, 2),
    ])
    .await;
}

// covers: X1, X3
#[tokio::test]
async fn two_who_print_never_get_two_papers_nor_one_after_the_change() {
    // The deep tests include the posting.
    let turns = if std::env::var_os("VARDBRON_LONG").is_some() {
        4
    } else {
        2
    };
    explore(&[
        (Who::Printer, turns),
        (Who::SecondPrinter, turns),
        (Who::GroupChange, 1),
    ])
    .await;
}
