//! Every order in which a worker, a second worker, a person and the clock can act on one
//! invitation, tried one after the other on a real store.
//!
//! A turn is a transaction, or a sending between two transactions: what others can observe. Shuttle
//! and loom explore threads by replacing their locks; here the threads share only the database, and
//! neither can replace SQLite. So all orders are enumerated and run on the real use cases.
#![expect(clippy::unwrap_used, reason = "a test ends where it fails")]

use app::{App, Caller, ClaimedMail, DecidedMail, SendResult};
use serde_json::json;
use testkit::Stage;

use crate::{
    orders::orders,
    told::{AGENCY, Told, becomes_without_permits, nurse},
};

/// An actor that takes its turns in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Who {
    /// Decides, claims, sends, settles.
    Worker,
    /// Another one, parallel to the first.
    SecondWorker,
    /// Changes the group to one about which Migrationsverket must not be told.
    GroupChange,
    /// Sends from the unit's own mailbox and records it.
    ByHand,
    /// Declares every claim lost.
    Sweeper,
}

impl Who {
    fn turns(self) -> usize {
        match self {
            Self::Worker | Self::SecondWorker => 4,
            Self::GroupChange | Self::ByHand | Self::Sweeper => 1,
        }
    }
}

/// Every order of the turns of some actors.
fn all_orders(actors: &[Who]) -> Vec<Vec<Who>> {
    let turns: Vec<_> = actors.iter().map(|who| (*who, who.turns())).collect();
    orders(&turns)
}

/// Whether an order represents all orders that nobody could tell from it. The two workers are
/// interchangeable, so the one that moves first is the first. A sending changes nothing that the
/// others read, so it comes just before its worker records the result.
fn stands_for_others(order: &[Who]) -> bool {
    let first = order.iter().find(|who| is_worker(**who));
    let sent_and_told = |worker: Who| {
        let mut turns = (0..).zip(order).filter(|(_, who)| **who == worker);
        let sends: Option<(usize, _)> = turns.nth(2);
        let tells = turns.next();
        sends
            .zip(tells)
            .is_none_or(|(sends, tells)| tells.0 == sends.0 + 1)
    };
    first == Some(&Who::Worker) && sent_and_told(Who::Worker) && sent_and_told(Who::SecondWorker)
}

fn is_worker(who: Who) -> bool {
    matches!(who, Who::Worker | Who::SecondWorker)
}

/// A worker between its turns.
#[derive(Default)]
enum Hands {
    #[default]
    Empty,
    Decided(DecidedMail),
    Claimed(ClaimedMail),
    Sent(ClaimedMail),
}

/// The state while one order is played.
struct Play<'a> {
    app: &'a App,
    by: &'a Caller,
    case: Told,
    hands: [Hands; 2],
    /// How many mails were sent.
    sent: usize,
    by_hand: bool,
    closed: bool,
    claimed_before_closed: bool,
}

impl Play<'_> {
    async fn turn(&mut self, who: Who) {
        match who {
            Who::Worker => self.work(0).await,
            Who::SecondWorker => self.work(1).await,
            Who::GroupChange => {
                let (app, by) = (self.app, self.by);
                self.case.done(app, by, &becomes_without_permits()).await;
                self.closed = true;
            }
            Who::ByHand => {
                let state = self.case.stands(self.app, self.by).await.0;
                // A user who reads that it was sent sends nothing. A user who reads that it is
                // uncertain knows that, and decides.
                if state == "sent" || state == "uncertain" {
                    return;
                }
                let command = json!({
                    "command": "record_invitation_sent", "at": "2026-03-05T09:42:00+01:00",
                });
                self.case.version = self.case.version(self.app, self.by).await;
                // While a worker has claimed it, and once Migrationsverket must not be told, this
                // is refused.
                let recorded = self.case.give(self.app, self.by, &command).await;
                assert!(
                    state != "claimed" || recorded.is_err(),
                    "recorded while on the wire"
                );
                self.by_hand |= recorded.is_ok();
            }
            Who::Sweeper => {
                let all = self.app.now();
                self.app.give_up_mail_claimed_before(all).await.unwrap();
            }
        }
    }

    async fn work(&mut self, worker: usize) {
        let app = self.app;
        self.hands[worker] = match std::mem::take(&mut self.hands[worker]) {
            Hands::Empty => match app.decide_mail(AGENCY).await.unwrap() {
                Some(decided) => Hands::Decided(decided),
                None => Hands::Empty,
            },
            Hands::Decided(decided) => match app.claim_mail(decided).await.unwrap() {
                Some(claimed) => {
                    assert!(!self.closed, "claimed after the change was committed");
                    assert!(!self.by_hand, "claimed after it was sent by hand");
                    self.claimed_before_closed = true;
                    Hands::Claimed(claimed)
                }
                None => Hands::Empty,
            },
            Hands::Claimed(claimed) => {
                self.sent += 1;
                Hands::Sent(claimed)
            }
            Hands::Sent(claimed) => {
                // The sweeper may have declared it lost; then it is uncertain and stays so.
                let settled = app.settle_mail(&claimed, &SendResult::Sent).await;
                let state = self.case.stands(app, self.by).await.0;
                assert!(settled.is_ok() || state != "queued", "{state}");
                Hands::Empty
            }
        };
    }
}

async fn play(stage: &Stage, by: &Caller, order: &[Who]) {
    let mut play = Play {
        app: &stage.app,
        by,
        case: Told::invited(&stage.app, by).await,
        hands: [Hands::Empty, Hands::Empty],
        sent: 0,
        by_hand: false,
        closed: false,
        claimed_before_closed: false,
    };
    for who in order {
        play.turn(*who).await;
    }
    // A later look would send nothing more, except what nobody has claimed.
    let waiting = stage.app.decide_mail(AGENCY).await.unwrap();
    let (stands, reason) = play.case.stands(&stage.app, by).await;
    let said = format!("{order:?}: {stands} ({reason})");
    assert!(play.sent <= 1, "sent twice: {said}");
    assert!(
        !(play.sent == 1 && play.by_hand),
        "by hand and by Vårdbron: {said}"
    );
    assert!(
        play.sent == 0 || play.claimed_before_closed,
        "sent after the change: {said}"
    );
    assert_eq!(waiting.is_some(), stands == "queued", "{said}");
    if play.closed {
        assert_ne!(stands, "queued", "{said}");
        assert!(play.sent == 1 || stands != "sent" || play.by_hand, "{said}");
    }
    if play.sent == 1 {
        // It is never recorded as unsent.
        assert!(
            ["sent", "uncertain", "claimed"].contains(&stands.as_str()),
            "{said}"
        );
    }
    if let Some(decided) = waiting {
        let left = stage.app.claim_mail(decided).await.unwrap().unwrap();
        let refused = SendResult::Refused("550".to_owned());
        stage.app.settle_mail(&left, &refused).await.unwrap();
    }
    let all = stage.app.now();
    stage.app.give_up_mail_claimed_before(all).await.unwrap();
}

async fn explore(actors: &[Who]) {
    // A whole stage would make the test's own future too large.
    Box::pin(explored(actors)).await;
}

async fn explored(actors: &[Who]) {
    let stage = Stage::new().await;
    let by = nurse(&stage.app).await;
    for order in all_orders(actors) {
        play(&stage, &by, &order).await;
    }
}

// covers: X3
#[tokio::test]
async fn two_workers_and_a_group_change_never_send_twice_nor_after_the_change() {
    explore(&[Who::Worker, Who::SecondWorker, Who::GroupChange]).await;
}

#[tokio::test]
async fn a_worker_a_person_who_sends_by_hand_a_change_and_a_sweeper_never_send_twice() {
    explore(&[Who::Worker, Who::ByHand, Who::GroupChange, Who::Sweeper]).await;
}

#[tokio::test]
async fn two_workers_a_person_and_a_sweeper_never_send_twice() {
    let all = [Who::Worker, Who::SecondWorker, Who::ByHand, Who::Sweeper];
    // The deep tests try all four together, and the orders in which the sweeper comes while a
    // worker has the mail.
    if std::env::var_os("VARDBRON_LONG").is_none() {
        explore(&all[..3]).await;
        explore(&[Who::Worker, Who::SecondWorker, Who::Sweeper]).await;
        return;
    }
    let stage = Stage::new().await;
    let by = nurse(&stage.app).await;
    let chosen: Vec<_> = all_orders(&all)
        .into_iter()
        .filter(|order| stands_for_others(order))
        .collect();
    // All 6,300 orders reduce to three turns of each worker, of which the first is the first
    // worker's.
    assert_eq!(chosen.len(), 560);
    for order in chosen {
        play(&stage, &by, &order).await;
    }
}
