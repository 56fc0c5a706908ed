//! Every order in which two who carry out a delivery, people who change its case or act on it, and
//! the clock can take their turns, for every kind of delivery, tried one after the other on a real
//! store.
//!
//! A turn is a transaction, a look, or a sending between two transactions: what others can observe.
//! Shuttle and loom explore threads by replacing their locks; here the threads share only the
//! database, and neither can replace SQLite. So all orders are enumerated and run on the real use
//! cases.
#![expect(clippy::unwrap_used, reason = "a test ends where it fails")]

use app::{App, Caller, ClaimedMail, DecidedMail, DeliveryKind, SendResult};
use disclosure::views::PostedLetter;
use serde_json::{Value, json};
use testkit::{Stage, commands};
use vocabulary::{choice::Choice as _, letter::LetterKind};

use crate::{
    orders::orders,
    told::{AGENCY, Told, becomes_without_permits, nurse, open},
};

/// An actor that takes its turns in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Who {
    /// A worker: decides, claims, sends, settles. For a letter, a person: looks at the case, takes
    /// the letter out of the queue, fetches the paper, posts it.
    Carrier,
    /// Another one, parallel to the first.
    SecondCarrier,
    /// Changes the group to one in which nothing may leave.
    GroupChange,
    /// Sends a mail from the unit's own mailbox and records it.
    ByHand,
    /// Declares every claimed mail lost.
    Sweeper,
    /// Looks at the case, takes the letter away.
    TakesAway,
}

const CARRIER_TURNS: usize = 4;

/// What is delivered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Parcel {
    Invitation,
    Letter(LetterKind),
}

/// Every kind of delivery, and of letters each.
fn parcels() -> Vec<Parcel> {
    let of_kind = |kind: &DeliveryKind| match kind {
        DeliveryKind::Invitation => vec![Parcel::Invitation],
        DeliveryKind::Letter => LetterKind::ALL
            .iter()
            .copied()
            .map(Parcel::Letter)
            .collect(),
    };
    DeliveryKind::ALL.iter().flat_map(of_kind).collect()
}

impl Parcel {
    /// Those who act on it besides its carriers.
    fn others(self) -> &'static [(Who, usize)] {
        match self {
            Self::Invitation => &[(Who::ByHand, 1), (Who::Sweeper, 1)],
            Self::Letter(_) => &[(Who::TakesAway, 2)],
        }
    }

    /// The turns of each of two carriers. Two who print a letter have their race in the first two;
    /// the deep tests include the posting.
    fn turns_of_two(self) -> usize {
        match self {
            Self::Letter(_) if !long() => 2,
            Self::Letter(_) | Self::Invitation => CARRIER_TURNS,
        }
    }

    /// A case in which it waits.
    async fn queued(self, stage: &Stage, by: &Caller) -> Told {
        let app = &stage.app;
        let kind = match self {
            Self::Invitation => return Told::invited(app, by).await,
            Self::Letter(kind) => kind,
        };
        let mut case = open(app, by).await;
        for command in [
            commands::consent("case", "given"),
            commands::consent("sip", "given"),
            commands::residence(),
            commands::meeting(),
            commands::held(),
            commands::written(),
            commands::agreed(),
        ] {
            case.done(app, by, &command).await;
        }
        let physician = app.demo_caller("physician").await.unwrap();
        let certificate =
            json!({ "command": "write_certificate", "content": "Behöver hjälp dygnet runt" });
        case.done(app, &physician, &certificate).await;
        let queue = commands::queue_letter(kind.code());
        case.done(app, by, &queue).await;
        case
    }
}

fn long() -> bool {
    std::env::var_os("VARDBRON_LONG").is_some()
}

/// The two carriers are interchangeable: the one that moves first is the first.
fn first_is_first(order: &[Who]) -> bool {
    let mut carriers = order.iter().filter(|who| is_carrier(**who));
    carriers.next() == Some(&Who::Carrier)
}

/// Whether an order represents all orders that nobody could tell from it. What is sent, or fetched,
/// changes nothing that the others read, so it comes just before its carrier records the result.
fn stands_for_others(order: &[Who]) -> bool {
    let sent_and_told = |carrier: Who| {
        let mut turns = (0..).zip(order).filter(|(_, who)| **who == carrier);
        let sends: Option<(usize, _)> = turns.nth(2);
        let tells = turns.next();
        sends
            .zip(tells)
            .is_none_or(|(sends, tells)| tells.0 == sends.0 + 1)
    };
    sent_and_told(Who::Carrier) && sent_and_told(Who::SecondCarrier)
}

fn is_carrier(who: Who) -> bool {
    matches!(who, Who::Carrier | Who::SecondCarrier)
}

/// A carrier between its turns.
#[derive(Default)]
enum Hands {
    #[default]
    Empty,
    Decided(DecidedMail),
    Claimed(ClaimedMail),
    Sent(ClaimedMail),
    /// Has looked at the case, at this version.
    Looked(u64),
    /// Has tried to take the letter out, and looked again.
    Tried(u64),
    Fetched(u64),
}

/// The state while one order is played.
struct Play<'a> {
    app: &'a App,
    by: &'a Caller,
    parcel: Parcel,
    case: Told,
    /// Its outbox row.
    row: String,
    hands: [Hands; 2],
    /// The case as whoever takes the letter away has seen it.
    seen: Option<u64>,
    /// How often it was claimed or taken out of the queue.
    taken: usize,
    /// How often it left.
    left: usize,
    by_hand: bool,
    taken_away: bool,
    closed: bool,
}

impl Play<'_> {
    async fn turn(&mut self, who: Who) {
        match who {
            Who::Carrier => self.carry(0).await,
            Who::SecondCarrier => self.carry(1).await,
            Who::GroupChange => {
                let (app, by) = (self.app, self.by);
                self.case.done(app, by, &becomes_without_permits()).await;
                self.closed = true;
            }
            Who::ByHand => self.send_by_hand().await,
            Who::Sweeper => {
                let all = self.app.now();
                self.app.give_up_mail_claimed_before(all).await.unwrap();
            }
            Who::TakesAway => match self.seen {
                None => self.seen = Some(self.version().await),
                Some(version) => self.taken_away = self.settle(version, "destroyed").await,
            },
        }
    }

    async fn carry(&mut self, carrier: usize) {
        let hands = std::mem::take(&mut self.hands[carrier]);
        self.hands[carrier] = match hands {
            Hands::Empty => self.look().await,
            Hands::Decided(decided) => match self.app.claim_mail(decided).await.unwrap() {
                Some(claimed) => {
                    self.take();
                    Hands::Claimed(claimed)
                }
                None => Hands::Empty,
            },
            Hands::Claimed(claimed) => {
                self.left += 1;
                Hands::Sent(claimed)
            }
            Hands::Sent(claimed) => {
                // The sweeper may have declared it lost; then it is uncertain and stays so.
                let settled = self.app.settle_mail(&claimed, &SendResult::Sent).await;
                let state = self.case.stands(self.app, self.by).await.0;
                assert!(settled.is_ok() || state != "queued", "{state}");
                Hands::Empty
            }
            Hands::Looked(version) => {
                let command = commands::print_letter(&self.row);
                if self.give(version, &command).await {
                    self.take();
                }
                Hands::Tried(self.version().await)
            }
            Hands::Tried(version) => {
                let drawn = |letter: &PostedLetter| letter.document().reviewed();
                let (by, case) = (self.by, &self.case.id);
                let paper = self.app.letter_paper(by, case, &self.row, &drawn);
                let paper = paper.await.is_ok();
                assert!(!(paper && self.closed), "on a page after the change");
                assert!(!(paper && self.taken_away), "on a page after it was taken");
                assert!(!paper || self.taken == 1, "on a page before it was printed");
                Hands::Fetched(version)
            }
            Hands::Fetched(version) => {
                let posted = self.settle(version, "posted").await;
                assert!(!(posted && self.closed), "posted after the change");
                assert!(!(posted && self.taken_away), "posted after it was taken");
                self.left += usize::from(posted);
                Hands::Empty
            }
        };
    }

    async fn look(&self) -> Hands {
        match self.parcel {
            Parcel::Invitation => match self.app.decide_mail(AGENCY).await.unwrap() {
                Some(decided) => Hands::Decided(decided),
                None => Hands::Empty,
            },
            Parcel::Letter(_) => Hands::Looked(self.version().await),
        }
    }

    /// It is claimed, or taken out of the queue.
    fn take(&mut self) {
        assert!(!self.closed, "taken after the change was committed");
        assert!(!self.by_hand, "taken after it was sent by hand");
        assert!(!self.taken_away, "taken after it was taken away");
        self.taken += 1;
    }

    async fn send_by_hand(&mut self) {
        let state = self.case.stands(self.app, self.by).await.0;
        // A user who reads that it was sent sends nothing. A user who reads that it is uncertain
        // knows that, and decides.
        if state == "sent" || state == "uncertain" {
            return;
        }
        let command = json!({
            "command": "record_invitation_sent", "at": "2026-03-05T09:42:00+01:00",
        });
        // While a worker has claimed it, and once Migrationsverket must not be told, this is
        // refused.
        let recorded = self.give(self.version().await, &command).await;
        assert!(
            state != "claimed" || !recorded,
            "recorded while on the wire"
        );
        self.by_hand |= recorded;
    }

    async fn version(&self) -> u64 {
        self.case.version(self.app, self.by).await
    }

    /// Gives a command on the version that was seen; returns whether it was accepted.
    async fn give(&self, version: u64, command: &Value) -> bool {
        let seen = Told {
            id: self.case.id.clone(),
            version,
        };
        seen.give(self.app, self.by, command).await.is_ok()
    }

    /// Records what happened to the letter; returns whether that was accepted.
    async fn settle(&self, version: u64, outcome: &str) -> bool {
        let command = json!({
            "command": "settle_letter", "letter": self.row, "outcome": outcome,
            "at": self.app.now().to_string(),
        });
        self.give(version, &command).await
    }

    /// Checks a mail after the last turn. A later look sends nothing more, except what nobody has
    /// claimed.
    async fn mail_ends(&self, stands: &str, said: &str) {
        let waiting = self.app.decide_mail(AGENCY).await.unwrap();
        assert_eq!(waiting.is_some(), stands == "queued", "{said}");
        if self.closed {
            assert_ne!(stands, "queued", "{said}");
            assert!(self.left == 1 || stands != "sent" || self.by_hand, "{said}");
        }
        if self.left == 1 {
            // It is never recorded as unsent.
            assert!(["sent", "uncertain", "claimed"].contains(&stands), "{said}");
        }
        if let Some(decided) = waiting {
            let left = self.app.claim_mail(decided).await.unwrap().unwrap();
            let refused = SendResult::Refused("550".to_owned());
            self.app.settle_mail(&left, &refused).await.unwrap();
        }
        let all = self.app.now();
        self.app.give_up_mail_claimed_before(all).await.unwrap();
    }

    /// Checks a letter after the last turn: its row and the case say the same.
    async fn letter_ends(&self, stands: &str, said: &str) {
        let letters = self.app.letters(self.by, &self.case.id).await.unwrap();
        let letters: Value = serde_json::to_value(&letters).unwrap();
        let stage = letters[0]["stage"].as_str().unwrap();
        let expected = match (self.left, self.taken_away, self.closed, self.taken) {
            (1, ..) => ("sent", "posted"),
            (_, true, ..) => ("stopped", "stopped"),
            // It was printed when the case changed, and somebody still has the paper.
            (_, _, true, 1) => ("stopped", "recalled"),
            (_, _, true, _) => ("stopped", "stopped"),
            (_, _, _, 1) => ("claimed", "printed"),
            _ => ("queued", "waiting"),
        };
        assert_eq!((stands, stage), expected, "{said}");
    }
}

/// Plays an order; returns how often it was taken.
async fn play(stage: &Stage, by: &Caller, parcel: Parcel, order: &[Who]) -> usize {
    let case = parcel.queued(stage, by).await;
    let rows = case.outbox(&stage.app, by).await;
    let mut play = Play {
        app: &stage.app,
        by,
        parcel,
        row: rows.last().unwrap()["id"].as_str().unwrap().to_owned(),
        case,
        hands: [Hands::Empty, Hands::Empty],
        seen: None,
        taken: 0,
        left: 0,
        by_hand: false,
        taken_away: false,
        closed: false,
    };
    for who in order {
        play.turn(*who).await;
    }
    let (stands, reason) = play.case.stands(&stage.app, by).await;
    let said = format!("{parcel:?} {order:?}: {stands} ({reason})");
    assert!(play.taken <= 1, "taken twice: {said}");
    assert!(play.left <= play.taken, "left and was not taken: {said}");
    assert!(
        !(play.left == 1 && (play.by_hand || play.taken_away)),
        "left, and by hand or taken away: {said}"
    );
    match parcel {
        Parcel::Invitation => play.mail_ends(&stands, &said).await,
        Parcel::Letter(_) => play.letter_ends(&stands, &said).await,
    }
    play.taken
}

/// How many orders were played, and in how many of them it was claimed or taken out of the queue.
struct Explored {
    played: usize,
    taken: usize,
}

async fn explore(parcel: Parcel, actors: &[(Who, usize)], chosen: fn(&[Who]) -> bool) -> Explored {
    // A whole stage would make the test's own future too large.
    Box::pin(explored(parcel, actors, chosen)).await
}

async fn explored(parcel: Parcel, actors: &[(Who, usize)], chosen: fn(&[Who]) -> bool) -> Explored {
    let stage = Stage::new().await;
    let by = nurse(&stage.app).await;
    let mut found = Explored {
        played: 0,
        taken: 0,
    };
    for order in orders(actors) {
        if first_is_first(&order) && chosen(&order) {
            found.taken += play(&stage, &by, parcel, &order).await;
            found.played += 1;
        }
    }
    found
}

fn two_carriers(parcel: Parcel) -> Vec<(Who, usize)> {
    let turns = parcel.turns_of_two();
    vec![(Who::Carrier, turns), (Who::SecondCarrier, turns)]
}

// covers: X1, X3
#[tokio::test]
async fn of_two_carriers_and_a_group_change_nothing_leaves_twice_nor_after_the_change() {
    for parcel in parcels() {
        let mut actors = two_carriers(parcel);
        actors.push((Who::GroupChange, 1));
        let found = explore(parcel, &actors, |_| true).await;
        assert!(
            0 < found.taken && found.taken < found.played,
            "{parcel:?} was taken in {} of {} orders",
            found.taken,
            found.played
        );
    }
}

// covers: X1, X3
#[tokio::test]
async fn nothing_leaves_after_a_change_or_after_somebody_else_has_settled_it() {
    for parcel in parcels() {
        let mut actors = vec![(Who::Carrier, CARRIER_TURNS), (Who::GroupChange, 1)];
        actors.extend(parcel.others());
        let found = explore(parcel, &actors, |_| true).await;
        assert!(
            0 < found.taken && found.taken < found.played,
            "{parcel:?} was taken in {} of {} orders",
            found.taken,
            found.played
        );
    }
}

#[tokio::test]
async fn of_two_carriers_and_those_who_settle_it_nothing_leaves_twice() {
    for parcel in parcels() {
        // The deep tests try all together, and the orders in which the sweeper comes while a worker
        // has the mail.
        if long() {
            let mut actors = two_carriers(parcel);
            actors.extend(parcel.others());
            let played = explore(parcel, &actors, stands_for_others).await.played;
            // All orders reduce to three turns of each carrier, of which the first is the first
            // carrier's.
            let expected = match parcel {
                Parcel::Invitation => 560,
                Parcel::Letter(_) => 280,
            };
            assert_eq!(played, expected, "{parcel:?}");
            continue;
        }
        for other in parcel.others() {
            let mut actors = two_carriers(parcel);
            actors.push(*other);
            explore(parcel, &actors, |_| true).await;
        }
    }
}
