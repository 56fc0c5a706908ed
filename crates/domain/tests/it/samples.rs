//! One stored sample of every event at every version the journal may hold: they decode to what they
//! meant and are written back unchanged.
#![expect(clippy::panic, reason = "the helpers of tests fail loudly")]

mod expected;

use std::{collections::BTreeMap, fs, path::PathBuf};

use domain::{Event, event::EVENT_VERSION};
use serde_json::Value;

fn samples(version: u32) -> BTreeMap<String, String> {
    let folder: PathBuf = [
        env!("CARGO_MANIFEST_DIR"),
        "tests/it/samples",
        &format!("v{version}"),
    ]
    .iter()
    .collect();
    let read = |path: PathBuf| {
        let name = path.file_stem()?.to_str()?.to_owned();
        Some((name, fs::read_to_string(&path).ok()?))
    };
    fs::read_dir(&folder)
        .unwrap_or_else(|fault| panic!("{}: {fault}", folder.display()))
        .filter_map(|file| read(file.ok()?.path()))
        .collect()
}

/// Every kind that the source of the events names.
fn kinds() -> Vec<String> {
    include_str!("../../src/event.rs")
        .lines()
        .filter_map(|line| line.trim().strip_prefix("Self::")?.split_once(" => \""))
        .filter_map(|(_, kind)| Some(kind.strip_suffix("\",")?.to_owned()))
        .collect()
}

#[test]
fn every_kind_of_event_has_a_stored_sample_of_the_version_written_now() {
    let samples = samples(EVENT_VERSION);
    let kinds = kinds();
    assert!(kinds.len() > 40, "the source is read");
    for kind in &kinds {
        assert!(samples.contains_key(kind), "{kind} has no sample");
    }
    assert_eq!(samples.len(), kinds.len());
}

#[test]
fn a_stored_sample_decodes_to_the_event_it_meant_and_is_written_back_unchanged() {
    let expected = expected::events();
    let samples = samples(1);
    assert_eq!(expected.len(), samples.len());
    for event in expected {
        let sample = &samples[event.kind()];
        let decoded: Event = serde_json::from_str(sample)
            .unwrap_or_else(|fault| panic!("{}: {fault}", event.kind()));
        assert_eq!(decoded, event);
        let stored: Value = serde_json::from_str(sample).unwrap();
        assert_eq!(serde_json::to_value(&decoded).unwrap(), stored);
    }
}
