//! Checkpoints that somebody has tampered with.

use super::{Anchor, Checkpoint, End, LogSigner, Witness, examined, signed};

fn signer(byte: u8) -> LogSigner {
    LogSigner::read(&format!("{byte:02x}").repeat(32)).unwrap()
}

/// Three checkpoints of a growing log, signed with one key.
fn three(signer: &LogSigner) -> Vec<Checkpoint> {
    let mut all: Vec<Checkpoint> = Vec::new();
    for number in 1..=3_i64 {
        let chains = vec![End {
            chain: 0,
            length: number * 10,
            hash: format!("{number:02x}").repeat(32),
        }];
        let at = "2026-03-05T09:42:00Z".parse().unwrap();
        all.push(signed(signer, all.last(), chains, at));
    }
    all
}

fn rows(all: &[Checkpoint]) -> Vec<(i64, String)> {
    all.iter()
        .map(|one| (one.number(), one.line().unwrap()))
        .collect()
}

fn lines(all: &[Checkpoint]) -> Vec<String> {
    all.iter().map(|one| one.line().unwrap()).collect()
}

fn found(rows: &[(i64, String)], witness: &Witness) -> (Vec<Anchor>, String) {
    let mut findings = Vec::new();
    let anchors = examined(rows, witness, &mut findings);
    (anchors, findings.join("\n"))
}

fn trusting(signer: &LogSigner, lines: Option<Vec<String>>) -> Witness {
    Witness {
        copies: Vec::new(),
        keys: vec![signer.public_key()],
        lines,
    }
}

#[test]
fn untouched_checkpoints_are_accepted_and_say_where_the_log_ended() {
    let signer = signer(7);
    let all = three(&signer);
    let (anchors, said) = found(&rows(&all), &trusting(&signer, Some(lines(&all))));
    assert_eq!(said, "");
    let places: Vec<(i64, i64)> = anchors.iter().map(|one| (one.chain, one.seq)).collect();
    assert_eq!(places, [(0, 10), (0, 20), (0, 30)]);
}

#[test]
fn a_key_reads_back_as_it_was_written_and_shows_only_its_public_half() {
    let drawn = LogSigner::draw().unwrap();
    let read = LogSigner::read(&drawn.written()).unwrap();
    assert_eq!(read.public_key(), drawn.public_key());
    assert!(!format!("{drawn:?}").contains(&drawn.written()));
    assert!(LogSigner::read("no key").is_none());
    assert!(LogSigner::read(&"å".repeat(32)).is_none());
}

#[test]
fn a_changed_checkpoint_is_not_what_was_signed() {
    let signer = signer(7);
    let all = three(&signer);
    let witness = trusting(&signer, None);
    let change = |change: &dyn Fn(&mut Checkpoint)| {
        let mut changed = all.clone();
        change(&mut changed[1]);
        found(&rows(&changed), &witness).1
    };
    for said in [
        change(&|one| one.chains[0].length = 19),
        change(&|one| one.chains[0].hash = "aa".repeat(32)),
        change(&|one| one.chains.clear()),
        change(&|one| one.at.push('0')),
        change(&|one| one.previous = "none".to_owned()),
        change(&|one| one.signature = all[2].signature.clone()),
        change(&|one| one.signature.clear()),
        change(&|one| one.key = super::tests::signer(8).public_key()),
    ] {
        assert!(
            said.starts_with("log checkpoint 2 of the database is not what was signed"),
            "{said}"
        );
    }
}

#[test]
fn a_checkpoint_signed_with_another_key_counts_only_where_that_key_is_trusted() {
    let (own, other) = (signer(7), signer(8));
    let forged = three(&other);
    let (_, said) = found(&rows(&forged), &trusting(&own, None));
    assert_eq!(said.matches("signed with a key that is not").count(), 3);
    let mut both = trusting(&own, None);
    both.keys.push(other.public_key());
    assert_eq!(found(&rows(&forged), &both).1, "");
}

#[test]
fn a_checkpoint_taken_out_in_the_middle_is_missed_without_the_file() {
    let signer = signer(7);
    let mut all = three(&signer);
    all.remove(1);
    let (_, said) = found(&rows(&all), &trusting(&signer, None));
    assert_eq!(said, "log checkpoint 2 is missing");
}

#[test]
fn checkpoints_cut_off_in_the_database_are_known_by_the_file() {
    let signer = signer(7);
    let all = three(&signer);
    let witness = trusting(&signer, Some(lines(&all)));
    let (anchors, said) = found(&rows(&all[..1]), &witness);
    assert_eq!(
        said,
        "log checkpoint 2 stands in the file and not in the database\n\
         log checkpoint 3 stands in the file and not in the database"
    );
    // What they state about the log is still checked.
    assert_eq!(anchors.len(), 3);
    // Without the file nothing shows it, which is why the file should be on another disk.
    let alone = trusting(&signer, None);
    assert_eq!(found(&rows(&all[..1]), &alone).1, "");
}

#[test]
fn a_file_that_was_cut_or_spoilt_is_noticed_but_one_that_lags_a_moment_is_not() {
    let signer = signer(7);
    let all = three(&signer);
    let said = |lines| found(&rows(&all), &trusting(&signer, lines)).1;
    assert_eq!(said(Some(lines(&all[..2]))), "");
    assert_eq!(
        said(Some(lines(&all[..1]))),
        "log checkpoint 2 stands in the database and not in the file"
    );
    let mut spoilt = lines(&all);
    spoilt[0] = "{}".to_owned();
    assert!(said(Some(spoilt)).starts_with("line 1 of the file is no checkpoint"));
}

#[test]
fn a_checkpoint_made_anew_with_the_key_differs_from_the_one_in_the_file() {
    let signer = signer(7);
    let all = three(&signer);
    let mut anew = all[..2].to_vec();
    let at = "2026-03-05T09:42:01Z".parse().unwrap();
    anew.push(signed(&signer, anew.last(), all[2].chains.clone(), at));
    let (_, said) = found(&rows(&anew), &trusting(&signer, Some(lines(&all))));
    assert_eq!(
        said,
        "log checkpoint 3 of the database is not the one of the file"
    );
}

#[test]
fn a_copy_that_is_held_elsewhere_shows_what_was_made_anew_with_the_key() {
    let signer = signer(7);
    let all = three(&signer);
    let held = |lines: Vec<String>, own: Option<Vec<String>>| Witness {
        copies: vec![("the syslog".to_owned(), lines)],
        ..trusting(&signer, own)
    };
    // A copy may have begun later, and may be older than the log's end.
    let part = held(lines(&all[1..2]), Some(lines(&all)));
    assert_eq!(found(&rows(&all), &part).1, "");
    // Whoever has the key and the file makes the database and the file anew, and not the copy.
    let mut anew = all[..1].to_vec();
    let at = "2026-03-05T09:42:01Z".parse().unwrap();
    anew.push(signed(&signer, anew.last(), all[0].chains.clone(), at));
    let witness = held(lines(&all), Some(lines(&anew)));
    let (anchors, said) = found(&rows(&anew), &witness);
    assert_eq!(
        said,
        "log checkpoint 2 of the database is not the one of the syslog\n\
         log checkpoint 3 stands in the syslog and not in the database\n\
         log checkpoint 3 does not follow on the one before it"
    );
    assert!(
        anchors.len() > anew.len(),
        "what the copy says of the log is checked too"
    );
}
