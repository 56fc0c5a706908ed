//! Rust sources as a flat list of tokens, without comments and doc comments, so that a rule sees
//! what the compiler sees and not what somebody wrote about it.

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};

use crate::tree::File;

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A name or a keyword.
    Word,
    /// One character of punctuation, or a bracket.
    Mark,
    /// A string literal; the token's text is its content.
    Text,
    /// Any other literal.
    Literal,
}

#[derive(Debug, Clone)]
pub(crate) struct Token {
    /// The word, the mark, or the content of a string.
    pub(crate) text: String,
    pub(crate) kind: Kind,
    /// From 1.
    pub(crate) line: usize,
    /// Whether it stands in a `#[cfg(test)]` module.
    pub(crate) in_test: bool,
}

/// The file's tokens; none when it is not Rust (the rule `syntax` says so).
pub(crate) fn tokens(file: &File) -> Vec<Token> {
    let mut found = Vec::new();
    if let Ok(stream) = file.text.parse::<TokenStream>() {
        walk(stream, false, &mut found);
    }
    found
}

/// The lines, from 1, on which words and marks stand in the given order, outside tests.
/// `pattern` is the tokens' texts.
pub(crate) fn lines_with(tokens: &[Token], pattern: &[&str]) -> Vec<usize> {
    tokens
        .windows(pattern.len())
        .filter(|window| {
            !window[0].in_test
                && window
                    .iter()
                    .zip(pattern)
                    .all(|(token, text)| token.kind != Kind::Text && token.text == *text)
        })
        .map(|window| window[0].line)
        .collect()
}

fn walk(stream: TokenStream, in_test: bool, found: &mut Vec<Token>) {
    let trees: Vec<TokenTree> = stream.into_iter().collect();
    let mut test_module = false;
    let mut at = 0;
    while let Some(tree) = trees.get(at) {
        if let Some((attribute, length)) = attribute(&trees[at..]) {
            if is_doc(&attribute) {
                at += length;
                continue;
            }
            test_module |= is_test_only(&attribute);
        }
        match tree {
            TokenTree::Group(group) => {
                let (open, close) = brackets(group.delimiter());
                push(
                    open,
                    Kind::Mark,
                    group.span_open().start().line,
                    in_test,
                    found,
                );
                let module = test_module && group.delimiter() == Delimiter::Brace;
                walk(group.stream(), in_test || module, found);
                push(
                    close,
                    Kind::Mark,
                    group.span_close().start().line,
                    in_test,
                    found,
                );
                test_module &= group.delimiter() != Delimiter::Brace;
            }
            TokenTree::Ident(word) => {
                push(
                    &word.to_string(),
                    Kind::Word,
                    word.span().start().line,
                    in_test,
                    found,
                );
            }
            TokenTree::Punct(mark) => {
                let text = mark.as_char().to_string();
                push(&text, Kind::Mark, mark.span().start().line, in_test, found);
                test_module &= mark.as_char() != ';';
            }
            TokenTree::Literal(literal) => {
                let line = literal.span().start().line;
                match syn::parse_str::<syn::LitStr>(&literal.to_string()) {
                    Ok(text) => push(&text.value(), Kind::Text, line, in_test, found),
                    Err(_) => push(&literal.to_string(), Kind::Literal, line, in_test, found),
                }
            }
        }
        at += 1;
    }
}

fn push(text: &str, kind: Kind, line: usize, in_test: bool, found: &mut Vec<Token>) {
    if !text.is_empty() || kind == Kind::Text {
        found.push(Token {
            text: text.to_owned(),
            kind,
            line,
            in_test,
        });
    }
}

fn brackets(delimiter: Delimiter) -> (&'static str, &'static str) {
    match delimiter {
        Delimiter::Parenthesis => ("(", ")"),
        Delimiter::Brace => ("{", "}"),
        Delimiter::Bracket => ("[", "]"),
        Delimiter::None => ("", ""),
    }
}

/// The attribute that begins here, and how many trees it is.
pub(crate) fn attribute(trees: &[TokenTree]) -> Option<(Group, usize)> {
    let is = |at: usize, mark: char| matches!(trees.get(at), Some(TokenTree::Punct(found)) if found.as_char() == mark);
    if !is(0, '#') {
        return None;
    }
    let at = if is(1, '!') { 2 } else { 1 };
    match trees.get(at) {
        Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Bracket => {
            Some((group.clone(), at + 1))
        }
        _ => None,
    }
}

pub(crate) fn is_doc(attribute: &Group) -> bool {
    matches!(attribute.stream().into_iter().next(), Some(TokenTree::Ident(word)) if word == "doc")
}

pub(crate) fn is_test_only(attribute: &Group) -> bool {
    let text: String = attribute.stream().to_string().split_whitespace().collect();
    text == "cfg(test)"
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Vec<Token> {
        tokens(&File {
            path: "a.rs".to_owned(),
            text: text.to_owned(),
            test_only: false,
        })
    }

    #[test]
    fn what_a_comment_says_is_no_token() {
        let found = of("//! SELECT\n/// SELECT\nfn a() { /* SELECT */ b(\"SELECT 1\"); }\n");
        let texts: Vec<_> = found
            .iter()
            .filter(|token| token.kind == Kind::Text)
            .collect();
        assert_eq!(texts.len(), 1);
        assert_eq!((texts[0].text.as_str(), texts[0].line), ("SELECT 1", 3));
    }

    #[test]
    fn a_test_module_ends_where_its_bracket_closes() {
        let found = of("#[cfg(test)]\nmod tests { fn inside() {} }\nfn outside() {}\n");
        let word = |text: &str| {
            found
                .iter()
                .find(|token| token.text == text)
                .map(|t| t.in_test)
        };
        assert_eq!((word("inside"), word("outside")), (Some(true), Some(false)));
    }

    #[test]
    fn words_in_a_macro_are_seen() {
        let found = of("fn a() { log!(\"x {}\", Timestamp::now()); }");
        assert_eq!(lines_with(&found, &["Timestamp", ":", ":", "now"]), [1]);
    }
}
