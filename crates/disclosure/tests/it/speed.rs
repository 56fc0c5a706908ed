//! The guard stays fast, because a page asks a few dozen questions.

use std::time::Instant;

use disclosure::{Channel, Class, Recipient};

use crate::story::{GUARD, NURSE, Story};

#[test]
fn a_thousand_decisions_take_well_under_a_second() {
    let story = Story::purchased_for("asylum_seeker");
    let actor = NURSE.actor();
    // The guard is created once, when the product starts.
    assert!(GUARD.rules().len() > 40);
    let begun = Instant::now();
    for _ in 0..1000 {
        let staff = Recipient::Staff(&actor);
        assert!(
            GUARD
                .may_disclose(staff, &story.case, Class::WholeCase, Channel::Page)
                .allowed
        );
    }
    let each = begun.elapsed() / 1000;
    assert!(each.as_micros() < 1000, "a decision takes {each:?}");
    println!("a decision takes {each:?}");
}
