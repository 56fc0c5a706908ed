//! Texts that invented staff write, by topic.

use std::collections::BTreeMap;

use super::{
    seeded_random::SeededRandom,
    table::{DemoDataError, rows},
};

const PHRASES: &str = include_str!("../../demo/phrases.tsv");

/// Texts by topic.
#[derive(Debug, Clone)]
pub(crate) struct Phrases(BTreeMap<&'static str, Vec<&'static str>>);

impl Phrases {
    pub(crate) fn read() -> Result<Self, DemoDataError> {
        let mut topics = BTreeMap::<_, Vec<_>>::new();
        for [topic, text] in rows::<2>(PHRASES)? {
            topics.entry(topic).or_default().push(text);
        }
        Ok(Self(topics))
    }

    /// One of the texts on a topic.
    pub(crate) fn one(
        &self,
        topic: &str,
        draw: &mut SeededRandom,
    ) -> Result<String, DemoDataError> {
        self.0
            .get(topic)
            .and_then(|texts| draw.one(texts))
            .map(|text| (*text).to_owned())
            .ok_or_else(|| DemoDataError(format!("no text on {topic}")))
    }
}
