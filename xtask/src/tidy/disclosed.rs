//! `Disclosed` is made in one place: it has no public field, and no public function makes one out
//! of something that is not already disclosed.

use syn::spanned::Spanned as _;
use syn::visit::Visit;

use super::Finding;
use super::domain_types::is_public;
use crate::tree::{File, Tree};

pub(super) const RULE: &str = "disclosed";

/// Derives and traits that would make one from nothing, or from bytes.
const FORGING: [&str; 4] = ["Default", "Deserialize", "From", "FromStr"];

pub(super) fn check(tree: &Tree) -> Vec<Finding> {
    let mut look = Look {
        path: "crates/disclosure/src",
        declared: false,
        findings: Vec::new(),
    };
    for file in tree
        .crate_sources()
        .filter(|file| file.crate_name() == Some("disclosure"))
    {
        look.read(file);
    }
    if !look.declared {
        look.note(
            1,
            "declare `pub struct Disclosed`: what leaves must have passed the guard",
        );
    }
    look.findings
}

struct Look<'t> {
    path: &'t str,
    declared: bool,
    findings: Vec<Finding>,
}

impl<'t> Look<'t> {
    fn read(&mut self, file: &'t File) {
        if let Ok(source) = syn::parse_file(&file.text) {
            let whole = std::mem::replace(&mut self.path, &file.path);
            self.visit_file(&source);
            self.path = whole;
        }
    }

    fn note(&mut self, line: usize, advice: &str) {
        self.findings
            .push(Finding::new(self.path, line, RULE, advice));
    }
}

impl<'a> Visit<'a> for Look<'_> {
    fn visit_item_struct(&mut self, item: &'a syn::ItemStruct) {
        if item.ident != "Disclosed" {
            return;
        }
        self.declared = true;
        for field in item.fields.iter().filter(|field| !private(&field.vis)) {
            self.note(field.span().start().line, "make the field private");
        }
        for attribute in item
            .attrs
            .iter()
            .filter(|attribute| attribute.path().is_ident("derive"))
        {
            let syn::Meta::List(list) = &attribute.meta else {
                continue;
            };
            let text = list.tokens.to_string();
            for forging in FORGING
                .iter()
                .filter(|name| text.split([',', ' ', ':']).any(|part| part == **name))
            {
                let advice =
                    format!("do not derive {forging}: it makes a Disclosed without a decision");
                self.note(attribute.span().start().line, &advice);
            }
        }
    }

    fn visit_item_impl(&mut self, item: &'a syn::ItemImpl) {
        if last_name(&item.self_ty).is_none_or(|name| name != "Disclosed") {
            return;
        }
        if let Some((path, _)) = &item.trait_ {
            let forging = path
                .segments
                .last()
                .is_some_and(|part| FORGING.iter().any(|name| part.ident == name));
            if forging {
                self.note(
                    item.span().start().line,
                    "remove it: it makes a Disclosed without a decision",
                );
            }
            return;
        }
        for member in &item.items {
            let syn::ImplItem::Fn(function) = member else {
                continue;
            };
            let makes =
                matches!(&function.sig.output, syn::ReturnType::Type(_, made) if names_it(made));
            // One that only gives itself back, or a part of itself, has been decided on already.
            let harmless = function.sig.receiver().is_some() && function.sig.inputs.len() == 1;
            if is_public(&function.vis) && makes && !harmless {
                self.note(
                    function.span().start().line,
                    "make it private: only the guard makes a Disclosed",
                );
            }
        }
    }

    fn visit_item_fn(&mut self, _: &'a syn::ItemFn) {}
}

/// Private to its module or to the crate's guard; never to other crates.
fn private(visibility: &syn::Visibility) -> bool {
    matches!(visibility, syn::Visibility::Inherited)
}

fn last_name(of: &syn::Type) -> Option<String> {
    let syn::Type::Path(path) = of else {
        return None;
    };
    path.path.segments.last().map(|part| part.ident.to_string())
}

fn names_it(of: &syn::Type) -> bool {
    struct Names(bool);
    impl<'a> Visit<'a> for Names {
        fn visit_ident(&mut self, name: &'a syn::Ident) {
            self.0 |= name == "Self" || name == "Disclosed";
        }
    }
    let mut names = Names(false);
    names.visit_type(of);
    names.0
}

#[cfg(test)]
mod tests {
    use super::super::places;
    use super::check;

    fn found(source: &str) -> Vec<String> {
        places(check, &[("crates/disclosure/src/disclosed.rs", source)])
            .into_iter()
            .map(|place| place.rsplit(':').next().unwrap().to_owned())
            .collect()
    }

    #[test]
    fn an_open_field_is_a_way_to_forge_one() {
        assert_eq!(found("pub struct Disclosed<T> {\n pub view: T,\n}"), ["2"]);
        assert_eq!(found("pub struct Disclosed<T>(\n pub(crate) T);"), ["2"]);
    }

    #[test]
    fn a_public_maker_is_found_and_one_that_maps_too() {
        let maker = "pub struct Disclosed<T>(T);\nimpl<T> Disclosed<T> {\n pub fn new(view: T) -> Self { Self(view) }\n\
                     pub fn map<U>(self, f: fn(T) -> U) -> Disclosed<U> { Disclosed(f(self.0)) }\n}";
        assert_eq!(found(maker), ["3", "4"]);
    }

    #[test]
    fn one_that_comes_from_nothing_or_from_bytes_is_found() {
        assert_eq!(
            found("#[derive(Debug, Deserialize)]\npub struct Disclosed<T>(T);"),
            ["1"]
        );
        assert_eq!(
            found(
                "pub struct Disclosed<T>(T);\nimpl<T> From<T> for Disclosed<T> { fn from(v: T) -> Self { Self(v) } }"
            ),
            ["2"]
        );
    }

    #[test]
    fn a_crate_without_it_is_found() {
        assert_eq!(found("pub struct Other;"), ["1"]);
    }

    #[test]
    fn reading_it_is_allowed() {
        let source = "#[derive(Clone)]\npub struct Disclosed<T>(T);\nimpl<T> Disclosed<T> {\n\
                      pub(crate) fn new(view: T) -> Self { Self(view) }\n pub fn view(&self) -> &T { &self.0 }\n}";
        assert_eq!(found(source), Vec::<String>::new());
    }
}
