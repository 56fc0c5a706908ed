//! Words that tell which group a patient belongs to, in a text that a municipality reads. They are
//! pointed out to whoever writes, and refuse nothing: a word may stand there for another reason.

/// What such words begin with.
const BEGINNINGS: [&str; 13] = [
    "papperslös",
    "asyl",
    "migrationsverk",
    "massflykt",
    "uppehållstillstånd",
    "utvisning",
    "utvisad",
    "avvisning",
    "gömd",
    "gömmer",
    "lma",
    "tillståndslös",
    "flykting",
];

/// The words of a text that may tell the group, as they are written.
#[must_use]
pub fn group_words(text: &str) -> Vec<&str> {
    text.split(|sign: char| !sign.is_alphanumeric())
        .filter(|word| {
            let lower = word.to_lowercase();
            BEGINNINGS.iter().any(|begins| lower.starts_with(begins))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::group_words;

    // covers: X1
    #[test]
    fn what_tells_the_group_is_pointed_out_and_ordinary_words_are_not() {
        let told = group_words("Papperslös, gömmer sig. LMA-kort saknas; Asylsökande.");
        assert_eq!(told, ["Papperslös", "gömmer", "LMA", "Asylsökande"]);
        for ordinary in [
            "Såromläggning tre gånger i veckan",
            "Bensår, behöver papper och tejp",
        ] {
            assert!(group_words(ordinary).is_empty(), "{ordinary}");
        }
    }
}
