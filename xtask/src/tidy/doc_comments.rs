//! A doc comment says what the name under it does not: a short one that repeats the name is taken
//! away, and a public type or free function has one. Fields, variants, methods and constants need
//! none, so that nobody writes one to please a lint.

use std::collections::BTreeSet;

use proc_macro2::{Delimiter, Ident, TokenStream, TokenTree};

use super::Finding;
use crate::syntax::{attribute, is_doc, is_test_only};
use crate::tree::{File, Tree};

pub(super) const REPEATS: &str = "comment-repeats-name";
pub(super) const PUBLIC: &str = "public-docs";

/// A longer comment is not judged: it is likely to say more than the name.
const LONGEST: usize = 4;

/// Words that say nothing by themselves: "When." and "By whom." consist of these only.
const EMPTY: [&str; 27] = [
    "a", "an", "and", "are", "by", "for", "from", "how", "in", "is", "it", "its", "many", "of",
    "on", "one", "the", "their", "this", "to", "what", "when", "where", "which", "who", "whom",
    "why",
];

/// Comments that a program prints, which may repeat the name: the file, the item, and who prints it.
const PRINTED: [(&str, &str, &str); 1] = [(
    "crates/vocabulary/src/command.rs",
    "CloseCase",
    "the OpenAPI document describes each command with its comment",
)];

/// Words before the keyword that says what an item is.
const BEFORE_KEYWORD: [&str; 6] = ["async", "const", "default", "mut", "static", "unsafe"];
/// Words after which an item's name stands.
const KEYWORDS: [&str; 8] = [
    "enum",
    "fn",
    "macro_rules",
    "mod",
    "struct",
    "trait",
    "type",
    "union",
];

pub(super) fn check_repeats(tree: &Tree) -> Vec<Finding> {
    tree.files()
        .iter()
        .filter(|file| file.has_extension("rs") && !file.is_vendored())
        .flat_map(|file| {
            items(file)
                .into_iter()
                .filter(|item| item.repeats_its_name() && !is_printed(&file.path, &item.name))
                .map(|item| {
                    let advice = format!(
                        "\"{}\" says no more than `{}`: delete it, or say what the name does not",
                        item.doc.trim(),
                        item.name
                    );
                    Finding::new(&file.path, item.doc_line, REPEATS, advice)
                })
        })
        .collect()
}

fn is_printed(path: &str, item: &str) -> bool {
    PRINTED
        .iter()
        .any(|(file, name, _)| *file == path && *name == item)
}

pub(super) fn check_public(tree: &Tree) -> Vec<Finding> {
    tree.crate_sources()
        .flat_map(|file| {
            items(file)
                .into_iter()
                .filter(Item::lacks_a_comment)
                .map(|item| {
                    let advice = format!("say in a doc comment what `{}` is for", item.name);
                    Finding::new(&file.path, item.line, PUBLIC, advice)
                })
        })
        .collect()
}

/// Something that can have a doc comment: an item, a field, a variant, or what a macro makes one of.
#[derive(Debug)]
struct Item {
    name: String,
    line: usize,
    /// Its doc comment, its lines joined; empty when there is none.
    doc: String,
    doc_line: usize,
    /// The words of its name, of its type's name and of the type that it belongs to.
    words: BTreeSet<String>,
    /// Whether it is a `pub` type, or a `pub` function outside `impl` and `trait`.
    needs_a_comment: bool,
    in_test: bool,
}

impl Item {
    fn lacks_a_comment(&self) -> bool {
        self.needs_a_comment && !self.in_test && self.doc.trim().is_empty()
    }

    fn repeats_its_name(&self) -> bool {
        let said: Vec<&str> = self.doc.split_whitespace().collect();
        (1..=LONGEST).contains(&said.len()) && said.iter().all(|word| self.knows(word))
    }

    /// Whether a word of the comment is a word of the name, or an empty one.
    fn knows(&self, said: &str) -> bool {
        let is_known = |word: &str| {
            word.is_empty() || EMPTY.contains(&word) || self.words.contains(&stem(word))
        };
        let said = said.to_lowercase();
        let said = said.strip_suffix("'s").unwrap_or(&said);
        let whole: String = said.chars().filter(|c| c.is_alphanumeric()).collect();
        is_known(&whole) || said.split(|c: char| !c.is_alphanumeric()).all(is_known)
    }
}

/// What an item stands in.
#[derive(Debug, Clone, Default)]
struct Around {
    /// The words of the name of the type that is declared or implemented around it.
    words: BTreeSet<String>,
    in_implementation: bool,
    in_test: bool,
}

fn items(file: &File) -> Vec<Item> {
    let mut found = Vec::new();
    if let Ok(stream) = file.text.parse::<TokenStream>() {
        walk(stream, &Around::default(), &mut found);
    }
    found
}

fn walk(stream: TokenStream, around: &Around, found: &mut Vec<Item>) {
    let trees: Vec<TokenTree> = stream.into_iter().collect();
    // What the next group in braces or parentheses is the inside of.
    let mut inside = around.clone();
    let mut docs: Vec<(usize, String)> = Vec::new();
    let mut at = 0;
    while let Some(tree) = trees.get(at) {
        if let Some((attribute, length)) = attribute(&trees[at..]) {
            if is_doc(&attribute) {
                docs.extend(
                    text_of_doc(attribute.stream()).map(|text| (tree.span().start().line, text)),
                );
            } else {
                inside.in_test |= is_test_only(&attribute);
            }
            at += length;
            continue;
        }
        if (!docs.is_empty() || is_word(tree, "pub"))
            && let Some(item) = item(&trees[at..], &docs, &inside)
        {
            found.push(item);
        }
        docs.clear();
        match tree {
            TokenTree::Ident(word) => {
                let word = word.to_string();
                if matches!(
                    word.as_str(),
                    "struct" | "enum" | "union" | "trait" | "impl"
                ) {
                    inside.in_implementation |= matches!(word.as_str(), "trait" | "impl");
                    inside
                        .words
                        .extend(names_in(header(&word, &trees[at + 1..])));
                }
            }
            TokenTree::Group(group) => {
                walk(group.stream(), &inside, found);
                if group.delimiter() == Delimiter::Brace {
                    inside = around.clone();
                }
            }
            TokenTree::Punct(mark) if mark.as_char() == ';' => inside = around.clone(),
            TokenTree::Punct(_) | TokenTree::Literal(_) => {}
        }
        at += 1;
    }
}

/// The item that begins here; none when it has no name of its own, as in a macro's pattern.
fn item(trees: &[TokenTree], docs: &[(usize, String)], around: &Around) -> Option<Item> {
    let mut at = 0;
    let mut public = false;
    if is_word(&trees[0], "pub") {
        let limited = matches!(trees.get(1), Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Parenthesis);
        public = !limited;
        at = if limited { 2 } else { 1 };
    }
    let word_at = |at: usize| match trees.get(at) {
        Some(TokenTree::Ident(word)) => Some(word.clone()),
        _ => None,
    };
    while word_at(at).is_some_and(|word| BEFORE_KEYWORD.iter().any(|known| word == known)) {
        at += 1;
    }
    let keyword = word_at(at).filter(|word| KEYWORDS.iter().any(|known| word == known));
    if keyword.is_some() {
        at += 1;
        // `macro_rules! name`
        at += usize::from(
            matches!(trees.get(at), Some(TokenTree::Punct(mark)) if mark.as_char() == '!'),
        );
    }
    let name: Ident = word_at(at)?;
    let is = |known: &[&str]| {
        keyword
            .as_ref()
            .is_some_and(|word| known.iter().any(|known| word == known))
    };
    let mut words = around.words.clone();
    words.extend(words_of(&name.to_string()));
    if !is(&KEYWORDS) {
        words.extend(names_in(&trees[at + 1..][..end_of_type(&trees[at + 1..])]));
    }
    let needs_a_comment = public
        && (is(&["struct", "enum", "union", "trait"]) || is(&["fn"]) && !around.in_implementation);
    let lines: Vec<&str> = docs.iter().map(|(_, text)| text.trim()).collect();
    Some(Item {
        line: name.span().start().line,
        name: name.to_string(),
        doc: lines.join(" "),
        doc_line: docs.first().map_or(0, |(line, _)| *line),
        words,
        needs_a_comment,
        in_test: around.in_test,
    })
}

/// What names the type that is declared or implemented: its name, or all before the braces of an
/// `impl`.
fn header<'t>(keyword: &str, rest: &'t [TokenTree]) -> &'t [TokenTree] {
    let end = if keyword == "impl" {
        rest.iter()
            .position(|tree| matches!(tree, TokenTree::Group(group) if group.delimiter() == Delimiter::Brace))
            .unwrap_or(rest.len())
    } else {
        rest.len().min(1)
    };
    &rest[..end]
}

/// Where a field's or a constant's type ends, or what a variant holds.
fn end_of_type(trees: &[TokenTree]) -> usize {
    let ends = |tree: &TokenTree| match tree {
        TokenTree::Punct(mark) => matches!(mark.as_char(), ',' | ';' | '='),
        TokenTree::Group(group) => group.delimiter() == Delimiter::Brace,
        TokenTree::Ident(_) | TokenTree::Literal(_) => false,
    };
    trees.iter().position(ends).unwrap_or(trees.len())
}

fn names_in(trees: &[TokenTree]) -> BTreeSet<String> {
    let mut words = BTreeSet::new();
    for tree in trees {
        match tree {
            TokenTree::Ident(word) => words.extend(words_of(&word.to_string())),
            TokenTree::Group(group) => {
                let inner: Vec<TokenTree> = group.stream().into_iter().collect();
                words.extend(names_in(&inner));
            }
            TokenTree::Punct(_) | TokenTree::Literal(_) => {}
        }
    }
    words
}

/// The words of an identifier, in lower case: `HsaId` and `hsa_id` are "hsa", "id", and "hsaid",
/// as a comment may write it.
fn words_of(identifier: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut begins = true;
    for letter in identifier.chars() {
        if letter == '_' {
            begins = true;
            continue;
        }
        if begins || letter.is_uppercase() {
            words.push(String::new());
        }
        begins = false;
        if let Some(word) = words.last_mut() {
            word.extend(letter.to_lowercase());
        }
    }
    let whole = words.concat();
    words.push(whole);
    words.iter().map(|word| stem(word)).collect()
}

/// A word without the ending of the plural or of a verb's third person.
fn stem(word: &str) -> String {
    if let Some(body) = word.strip_suffix("ies") {
        return format!("{body}y");
    }
    let endings = ["sses", "xes", "ches", "shes"];
    if endings.iter().any(|ending| word.ends_with(ending)) {
        return word.strip_suffix("es").unwrap_or(word).to_owned();
    }
    match word.strip_suffix('s') {
        Some(body) if body.len() > 2 && !body.ends_with('s') => body.to_owned(),
        _ => word.to_owned(),
    }
}

fn text_of_doc(stream: TokenStream) -> Option<String> {
    let trees: Vec<TokenTree> = stream.into_iter().collect();
    match trees.as_slice() {
        [_, TokenTree::Punct(_), TokenTree::Literal(text)] => {
            let text = syn::parse_str::<syn::LitStr>(&text.to_string()).ok()?;
            Some(text.value())
        }
        _ => None,
    }
}

fn is_word(tree: &TokenTree, word: &str) -> bool {
    matches!(tree, TokenTree::Ident(found) if found == word)
}

#[cfg(test)]
mod tests {
    use super::super::places;
    use super::*;

    fn lines(rule: fn(&Tree) -> Vec<Finding>, source: &str) -> Vec<String> {
        places(rule, &[("crates/a/src/a.rs", source)])
            .iter()
            .map(|place| place.replace("crates/a/src/a.rs:", ""))
            .collect()
    }

    #[test]
    fn a_comment_that_repeats_the_name_is_found_on_every_kind_of_item() {
        let source = "/// A care plan.
pub struct CarePlan {
    /// Its HSA-id.
    unit: HsaId,
    /// The plan's addresses.
    #[serde(default)]
    pub(crate) address: Vec<Text>,
}
impl CarePlan {
    /// Closes the
    /// plan.
    pub async fn close() {}
}
pub enum State {
    /// It is closed.
    Closed,
}
codes! {
    /// Day.
    Day = \"day\";
}
/// E-mail.
const EMAIL: &str = \"\";
#[cfg(test)]
mod tests {
    /// Entries.
    fn entry() {}
}";
        assert_eq!(
            lines(check_repeats, source),
            ["1", "3", "5", "10", "15", "19", "22", "26"]
        );
    }

    #[test]
    fn a_comment_of_empty_words_is_found() {
        let source = "struct A {
    /// When.
    at: Timestamp,
    /// By whom.
    author: Id,
    /// How many.
    count: u32,
}";
        assert_eq!(lines(check_repeats, source), ["2", "4", "6"]);
    }

    #[test]
    fn a_comment_that_says_more_than_the_name_is_let_be() {
        let source = "/// A care plan that holds for one day.
pub struct CarePlan {
    /// In seconds.
    length: u32,
    /// V6A.2.
    plan: Plan,
    // The plan.
    other: Plan,
}
/// The plan of the case.
fn plan() {}
macro_rules! plans { ($(#[doc = $doc:literal])+ $name:ident) => { $(#[doc = $doc])+ pub struct $name; } }";
        assert!(lines(check_repeats, source).is_empty());
    }

    #[test]
    fn a_comment_that_a_program_prints_is_let_be() {
        let source =
            "commands! {\n    /// Closes the case.\n    CloseCase = \"close_case\" {}\n}\n";
        let (printed, other) = ("crates/vocabulary/src/command.rs", "crates/a/src/a.rs");
        assert!(places(check_repeats, &[(printed, source)]).is_empty());
        assert_eq!(places(check_repeats, &[(other, source)]).len(), 1);
    }

    #[test]
    fn a_public_type_or_free_function_without_a_comment_is_found() {
        let source = "pub struct A;
#[derive(Debug)]
pub enum B { C }
pub trait D { fn e(); }
pub const fn f() {}
mod inner { pub fn g() {} }
codes! { pub enum H { I } }";
        assert_eq!(lines(check_public, source), ["1", "3", "4", "5", "6", "7"]);
    }

    #[test]
    fn what_needs_no_comment_is_let_be() {
        let source = "/// Says what it is for.
#[derive(Debug)]
pub struct A { pub field: u32 }
impl A { pub fn method() {} pub const LIMIT: u32 = 1; }
pub(crate) struct B;
pub const C: u32 = 1;
pub use d::E;
macro_rules! plans { ($name:ident) => { pub struct $name; } }
#[cfg(test)]
mod tests { pub fn f() {} }";
        assert!(lines(check_public, source).is_empty());
        let test = [("crates/a/tests/it/a.rs", "pub fn f() {}")];
        assert!(places(check_public, &test).is_empty());
    }
}
