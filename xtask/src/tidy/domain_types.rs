//! No public signature and no re-export of `app` names a type of the domain: leaving out a
//! dependency does not hide a type, as a crate can use the fields of whatever it is handed. Nor does
//! `disclosure`, which takes a case and hands out views, re-export one.
//! A case that `disclosure` keeps with its description counts as the case.
//! Implementations of traits are not looked at: a crate that cannot name the type cannot call them.

use std::collections::BTreeSet;

use syn::spanned::Spanned as _;
use syn::visit::{self, Visit};

use super::Finding;
use crate::syntax::{Kind, tokens};
use crate::tree::{File, Tree};

pub(super) const RULE: &str = "domain-types";

const DOMAIN: [&str; 2] = ["domain", "vardbron_domain"];
/// Types of `disclosure` through which a case can be read.
const CARRIERS: [&str; 3] = ["DescribedCase", "CaseRef", "AnyCase"];

pub(super) fn check(tree: &Tree) -> Vec<Finding> {
    let declared = declared_in(tree, "domain");
    let elsewhere: BTreeSet<String> = ["app", "disclosure", "guidance", "vocabulary"]
        .iter()
        .flat_map(|name| declared_in(tree, name))
        .collect();
    let distinct: BTreeSet<String> = declared.difference(&elsewhere).cloned().collect();
    tree.crate_sources()
        .filter(|file| matches!(file.crate_name(), Some("app" | "disclosure")))
        .flat_map(|file| check_file(file, &declared, &distinct))
        .collect()
}

fn check_file(
    file: &File,
    declared: &BTreeSet<String>,
    distinct: &BTreeSet<String>,
) -> Vec<Finding> {
    let Ok(source) = syn::parse_file(&file.text) else {
        return Vec::new();
    };
    let mut imports = Imports::default();
    imports.visit_file(&source);
    let mut names: BTreeSet<String> = distinct.difference(&imports.others).cloned().collect();
    names.extend(imports.of_domain);
    if imports.whole_domain {
        names.extend(declared.iter().cloned());
    }
    let app = file.crate_name() == Some("app");
    if app {
        names.extend(CARRIERS.map(str::to_owned));
    }
    let mut look = PublicItems {
        names: &names,
        signatures: app,
        found: Vec::new(),
    };
    look.visit_file(&source);
    look.found
        .into_iter()
        .map(|(line, name)| {
            let advice = format!("hand out a disclosed view instead of the domain's {name}");
            Finding::new(&file.path, line, RULE, advice)
        })
        .collect()
}

/// Names of the public types that a crate declares.
pub(super) fn declared_in(tree: &Tree, name: &str) -> BTreeSet<String> {
    tree.crate_sources()
        .filter(|file| file.crate_name() == Some(name))
        .flat_map(public_types)
        .map(|(name, _)| name)
        .collect()
}

/// The public structs, enums, traits and aliases of a file, with their lines; also those written
/// as the argument of a macro.
pub(super) fn public_types(file: &File) -> Vec<(String, usize)> {
    tokens(file)
        .windows(3)
        .filter(|window| {
            let declares = ["enum", "struct", "trait", "type"].contains(&window[1].text.as_str());
            window[0].text == "pub" && declares && window[2].kind == Kind::Word
        })
        .filter(|window| !window[0].in_test)
        .map(|window| (window[2].text.clone(), window[2].line))
        .collect()
}

pub(super) fn is_public(visibility: &syn::Visibility) -> bool {
    matches!(visibility, syn::Visibility::Public(_))
}

fn is_test_module(item: &syn::ItemMod) -> bool {
    item.attrs.iter().any(|attribute| {
        attribute.path().is_ident("cfg")
            && attribute
                .parse_args::<syn::Ident>()
                .is_ok_and(|argument| argument == "test")
    })
}

/// What a file imports, by the name it has there.
#[derive(Default)]
struct Imports {
    of_domain: BTreeSet<String>,
    others: BTreeSet<String>,
    whole_domain: bool,
}

impl Imports {
    fn note(&mut self, tree: &syn::UseTree, root: Option<bool>) {
        match tree {
            syn::UseTree::Path(path) => {
                let first = DOMAIN.iter().any(|name| path.ident == name);
                // From another file of `app` a name proves nothing: it may pass the domain's on.
                let own = ["crate", "self", "super"]
                    .iter()
                    .any(|name| path.ident == name);
                if !(root.is_none() && own) {
                    self.note(&path.tree, Some(root.unwrap_or(first)));
                }
            }
            syn::UseTree::Name(name) => self.add(&name.ident, root),
            syn::UseTree::Rename(rename) => {
                let itself = DOMAIN
                    .iter()
                    .any(|name| root.is_none() && rename.ident == name);
                self.add(&rename.rename, if itself { Some(true) } else { root });
            }
            syn::UseTree::Glob(_) => self.whole_domain |= root == Some(true),
            syn::UseTree::Group(group) => {
                for tree in &group.items {
                    self.note(tree, root);
                }
            }
        }
    }

    fn add(&mut self, name: &syn::Ident, root: Option<bool>) {
        let names = if root == Some(true) {
            &mut self.of_domain
        } else {
            &mut self.others
        };
        names.insert(name.to_string());
    }
}

impl<'a> Visit<'a> for Imports {
    fn visit_item_use(&mut self, item: &'a syn::ItemUse) {
        self.note(&item.tree, None);
    }
}

/// Walks what others can see and notes the domain's names in it.
struct PublicItems<'n> {
    names: &'n BTreeSet<String>,
    /// Whether signatures count, or re-exports only.
    signatures: bool,
    found: Vec<(usize, String)>,
}

impl PublicItems<'_> {
    fn look<'a>(&mut self, walk: impl FnOnce(&mut Paths<'_>) + 'a) {
        if !self.signatures {
            return;
        }
        let mut paths = Paths {
            names: self.names,
            found: &mut self.found,
        };
        walk(&mut paths);
    }

    fn look_at_use(&mut self, tree: &syn::UseTree, inside: bool) {
        match tree {
            syn::UseTree::Path(path) => {
                let domain = DOMAIN.iter().any(|name| path.ident == name);
                self.look_at_use(&path.tree, inside || domain);
            }
            syn::UseTree::Group(group) => {
                for tree in &group.items {
                    self.look_at_use(tree, inside);
                }
            }
            syn::UseTree::Name(syn::UseName { ident, .. })
            | syn::UseTree::Rename(syn::UseRename { ident, .. }) => {
                if inside || self.names.contains(&ident.to_string()) {
                    self.found
                        .push((ident.span().start().line, ident.to_string()));
                }
            }
            syn::UseTree::Glob(glob) => {
                if inside {
                    self.found
                        .push((glob.span().start().line, "whole vocabulary".to_owned()));
                }
            }
        }
    }
}

impl<'a> Visit<'a> for PublicItems<'_> {
    fn visit_item_use(&mut self, item: &'a syn::ItemUse) {
        if is_public(&item.vis) {
            self.look_at_use(&item.tree, false);
        }
    }
    fn visit_item_fn(&mut self, item: &'a syn::ItemFn) {
        if is_public(&item.vis) {
            self.look(|paths| paths.visit_signature(&item.sig));
        }
    }
    fn visit_impl_item_fn(&mut self, item: &'a syn::ImplItemFn) {
        if is_public(&item.vis) {
            self.look(|paths| paths.visit_signature(&item.sig));
        }
    }
    fn visit_item_struct(&mut self, item: &'a syn::ItemStruct) {
        if is_public(&item.vis) {
            self.look(|paths| {
                paths.visit_generics(&item.generics);
                for field in item.fields.iter().filter(|field| is_public(&field.vis)) {
                    paths.visit_type(&field.ty);
                }
            });
        }
    }
    fn visit_item_enum(&mut self, item: &'a syn::ItemEnum) {
        if is_public(&item.vis) {
            self.look(|paths| {
                paths.visit_generics(&item.generics);
                for field in item.variants.iter().flat_map(|variant| &variant.fields) {
                    paths.visit_type(&field.ty);
                }
            });
        }
    }
    fn visit_item_trait(&mut self, item: &'a syn::ItemTrait) {
        if is_public(&item.vis) {
            self.look(|paths| {
                paths.visit_generics(&item.generics);
                for bound in &item.supertraits {
                    paths.visit_type_param_bound(bound);
                }
                for member in &item.items {
                    if let syn::TraitItem::Fn(function) = member {
                        paths.visit_signature(&function.sig);
                    } else if let syn::TraitItem::Type(alias) = member {
                        paths.visit_trait_item_type(alias);
                    } else if let syn::TraitItem::Const(constant) = member {
                        paths.visit_type(&constant.ty);
                    }
                }
            });
        }
    }
    fn visit_item_type(&mut self, item: &'a syn::ItemType) {
        if is_public(&item.vis) {
            self.look(|paths| paths.visit_type(&item.ty));
        }
    }
    fn visit_item_const(&mut self, item: &'a syn::ItemConst) {
        if is_public(&item.vis) {
            self.look(|paths| paths.visit_type(&item.ty));
        }
    }
    fn visit_item_mod(&mut self, item: &'a syn::ItemMod) {
        if !is_test_module(item) {
            visit::visit_item_mod(self, item);
        }
    }
}

/// Notes every path that begins in the domain.
struct Paths<'n> {
    names: &'n BTreeSet<String>,
    found: &'n mut Vec<(usize, String)>,
}

impl<'a> Visit<'a> for Paths<'_> {
    fn visit_path(&mut self, path: &'a syn::Path) {
        let segments: Vec<String> = path
            .segments
            .iter()
            .map(|part| part.ident.to_string())
            .collect();
        let from_domain = segments
            .first()
            .is_some_and(|first| DOMAIN.contains(&first.as_str()) || self.names.contains(first));
        let passed_on = segments
            .first()
            .is_some_and(|first| ["crate", "self", "super"].contains(&first.as_str()))
            && segments
                .last()
                .is_some_and(|last| self.names.contains(last));
        if from_domain || passed_on {
            self.found
                .push((path.span().start().line, segments.join("::")));
        }
        visit::visit_path(self, path);
    }
}

#[cfg(test)]
mod tests {
    use super::super::places;
    use super::check;

    const DOMAIN: (&str, &str) = (
        "crates/domain/src/lib.rs",
        "pub struct Case;\npub enum Event {}\nstruct Inner;\n",
    );

    fn found(source: &str) -> Vec<String> {
        places(check, &[DOMAIN, ("crates/app/src/cases.rs", source)])
            .into_iter()
            .map(|place| place.replace("crates/app/src/cases.rs:", ""))
            .collect()
    }

    #[test]
    fn a_public_function_must_not_return_a_case() {
        assert_eq!(
            found("use vardbron_domain::Case;\npub fn read() -> Option<Case> { None }"),
            ["2"]
        );
    }

    #[test]
    fn a_new_name_for_it_does_not_hide_it() {
        assert_eq!(
            found("use vardbron_domain::Case as File;\npub struct A { pub file: File }"),
            ["2"]
        );
        assert_eq!(
            found("use vardbron_domain as d;\npub type A = Vec<d::Case>;"),
            ["2"]
        );
    }

    #[test]
    fn passing_it_through_another_file_does_not_hide_it() {
        assert_eq!(
            found("use crate::inner::Event;\npub fn read(of: &Event) {}"),
            ["2"]
        );
        assert_eq!(found("pub fn read(of: &crate::inner::Event) {}"), ["1"]);
    }

    #[test]
    fn a_re_export_is_found() {
        assert_eq!(found("pub use vardbron_domain::{Case, Event};"), ["1", "1"]);
        assert_eq!(found("pub use vardbron_domain::*;"), ["1"]);
    }

    #[test]
    fn the_guard_takes_a_case_but_passes_none_on() {
        let source = "use domain::Case;\npub fn decide(case: &Case) {}\npub use domain::Event;";
        let files = [DOMAIN, ("crates/disclosure/src/a.rs", source)];
        assert_eq!(places(check, &files), ["crates/disclosure/src/a.rs:3"]);
    }

    #[test]
    fn a_case_with_its_description_is_a_case() {
        assert_eq!(
            found("use disclosure::DescribedCase;\npub fn read() -> &DescribedCase { a() }"),
            ["2"]
        );
        assert_eq!(found("pub use disclosure::CaseRef;"), ["1"]);
        assert!(found("use disclosure::AnyCase;\nfn inner(case: &dyn AnyCase) {}").is_empty());
    }

    #[test]
    fn a_trait_and_a_variant_are_seen_by_others_too() {
        assert_eq!(
            found("pub trait A { fn a(&self, case: vardbron_domain::Case); }"),
            ["1"]
        );
        assert_eq!(
            found("use vardbron_domain::*;\npub enum A { Of(Box<Case>) }"),
            ["2"]
        );
    }

    #[test]
    fn what_stays_inside_is_not_found() {
        let source = "use vardbron_domain::Case;\nuse vardbron_vocabulary::Event;\n\
                      pub struct Open { case: Case }\npub(crate) fn read() -> Case { Case }\n\
                      fn inner(case: &Case) {}\npub fn names() -> Vec<String> { inner(&Case); vec![] }\n\
                      pub fn of(event: Event) {}";
        assert_eq!(found(source), Vec::<String>::new());
    }
}
