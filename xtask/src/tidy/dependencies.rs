//! Which crate may use which: the map of ARCHITECTURE.md, and the libraries that the pure crates
//! must not have. It reads manifests only; a feature of a library that brings in another is not
//! seen.

use super::Finding;
use crate::tree::{File, Tree};

pub(super) const RULE: &str = "dependencies";

/// A crate, the workspace's crates that it may use, and those that its tests may use beside.
/// A crate that is not listed here is a finding, so that a new one gets a thought.
const MAP: &[(&str, &[&str])] = &[
    ("vocabulary", &[]),
    ("domain", &["vocabulary"]),
    ("guidance", &["domain", "vocabulary"]),
    ("disclosure", &["domain", "guidance", "vocabulary"]),
    ("store", &["domain", "vocabulary"]),
    (
        "app",
        &["disclosure", "domain", "guidance", "store", "vocabulary"],
    ),
    ("documents", &["disclosure", "vocabulary"]),
    ("channels", &["disclosure", "vocabulary"]),
    ("fhir", &["disclosure", "vocabulary"]),
    // The guidance's own content is no secret: pages show it as it stands (decision 0003).
    (
        "web",
        &["app", "disclosure", "fhir", "guidance", "vocabulary"],
    ),
    ("server", &EVERYTHING),
    ("tamper", &["store"]),
    ("testkit", &EVERYTHING),
    ("guard-proof", &["disclosure", "vocabulary"]),
];

const EVERYTHING: [&str; 10] = [
    "app",
    "channels",
    "disclosure",
    "documents",
    "domain",
    "fhir",
    "guidance",
    "store",
    "vocabulary",
    "web",
];

/// Crates of which nothing is a part of the product: others have them for their tests only.
const FOR_TESTS: [&str; 2] = ["tamper", "testkit"];

/// Crates without clock, chance, disk or network.
pub(super) const PURE: [&str; 6] = [
    "vocabulary",
    "domain",
    "guidance",
    "disclosure",
    "documents",
    "fhir",
];

/// What a pure crate must not be given, as a name or as the beginning of one.
const IMPURE: [&str; 17] = [
    "axum",
    "deadpool",
    "getrandom",
    "http",
    "hyper",
    "lettre",
    "rand",
    "reqwest",
    "rusqlite",
    "socket2",
    "sqlx",
    "tokio",
    "tower",
    "tracing-subscriber",
    "ureq",
    "uuid",
    "web-time",
];

pub(super) fn check(tree: &Tree) -> Vec<Finding> {
    let manifests = tree
        .files()
        .iter()
        .filter(|file| file.path.starts_with("crates/") && file.path.ends_with("/Cargo.toml"));
    let mut findings: Vec<Finding> = manifests.flat_map(check_manifest).collect();
    findings.extend(check_lints(tree));
    findings
}

/// The crate that is a workspace of its own has the lints of the others.
fn check_lints(tree: &Tree) -> Option<Finding> {
    let read = |path: &str| tree.file(path)?.text.parse::<toml::Table>().ok();
    let alone = "crates/guard-proof/Cargo.toml";
    let (root, proof) = (read("Cargo.toml")?, read(alone)?);
    let lints = root.get("workspace").and_then(|table| table.get("lints"));
    (lints != proof.get("lints")).then(|| {
        let advice = "give it the lints of the root Cargo.toml: it is a workspace of its own";
        Finding::new(alone, 1, RULE, advice)
    })
}

fn check_manifest(file: &File) -> Vec<Finding> {
    let name = file.crate_name().unwrap_or_default();
    let Ok(manifest) = file.text.parse::<toml::Table>() else {
        return vec![Finding::new(&file.path, 1, RULE, "make it TOML")];
    };
    let Some((_, allowed)) = MAP.iter().find(|(listed, _)| *listed == name) else {
        let advice = "say in ARCHITECTURE.md what the crate's border forbids, and list it in \
                      xtask/src/tidy/dependencies.rs";
        return vec![Finding::new(&file.path, 1, RULE, advice)];
    };
    let mut findings = Vec::new();
    for table in ["dependencies", "build-dependencies", "dev-dependencies"] {
        let Some(toml::Value::Table(dependencies)) = manifest.get(table) else {
            continue;
        };
        for dependency in dependencies.keys() {
            if let Some(advice) = objection(name, allowed, table, dependency) {
                findings.push(Finding::new(
                    &file.path,
                    line_of(file, dependency),
                    RULE,
                    advice,
                ));
            }
        }
    }
    findings
}

/// Why `name` must not have the dependency; none when it may.
fn objection(name: &str, allowed: &[&str], table: &str, dependency: &str) -> Option<String> {
    let for_tests = table == "dev-dependencies";
    if let Some(ours) = dependency.strip_prefix("vardbron-") {
        let may = allowed.contains(&ours) || (for_tests && FOR_TESTS.contains(&ours));
        return (!may).then(|| format!("{name} must not use {ours}: take what it needs as a parameter, or from a crate the map allows"));
    }
    if dependency.starts_with("cedar-policy-symcc") && name != "guard-proof" {
        return Some("only guard-proof builds the prover: it takes minutes".to_owned());
    }
    let impure = IMPURE.iter().any(|library| {
        dependency
            .strip_prefix(library)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
    });
    (impure && !for_tests && PURE.contains(&name)).then(|| {
        format!("{name} is pure: {dependency} belongs in store, app, channels, web or server")
    })
}

fn line_of(file: &File, dependency: &str) -> usize {
    file.lines()
        .find(|(_, line)| line.trim_start().starts_with(dependency))
        .map_or(1, |(at, _)| at)
}

#[cfg(test)]
mod tests {
    use super::super::places;
    use super::check;

    fn found(name: &str, manifest: &str) -> Vec<String> {
        places(check, &[(&format!("crates/{name}/Cargo.toml"), manifest)])
    }

    #[test]
    fn pages_must_not_reach_the_domain() {
        let manifest =
            "[dependencies]\nvardbron-app.workspace = true\nvardbron-domain.workspace = true\n";
        assert_eq!(found("web", manifest), ["crates/web/Cargo.toml:3"]);
    }

    #[test]
    fn pages_must_not_reach_the_store_in_tests_either() {
        let manifest = "[dev-dependencies]\nvardbron-testkit.workspace = true\nvardbron-store.workspace = true\n";
        assert_eq!(found("web", manifest), ["crates/web/Cargo.toml:3"]);
    }

    #[test]
    fn the_domain_has_no_runtime_and_no_chance() {
        let manifest =
            "[dependencies]\njiff.workspace = true\ntokio-postgres = \"0.7\"\nrand = \"1\"\n";
        assert_eq!(
            found("domain", manifest),
            ["crates/domain/Cargo.toml:3", "crates/domain/Cargo.toml:4"]
        );
    }

    #[test]
    fn only_the_proof_builds_the_prover() {
        let manifest = "[dev-dependencies]\ncedar-policy-symcc = \"0.8\"\n";
        assert_eq!(
            found("disclosure", manifest),
            ["crates/disclosure/Cargo.toml:2"]
        );
        assert!(found("guard-proof", manifest).is_empty());
    }

    #[test]
    fn the_prover_is_held_to_the_same_lints() {
        let root = "[workspace.lints.rust]\nunsafe_code = \"forbid\"\n";
        let found = |lints: &str| {
            let proof = ("crates/guard-proof/Cargo.toml", lints);
            places(check, &[("Cargo.toml", root), proof])
        };
        assert!(found("[lints.rust]\nunsafe_code = \"forbid\"\n").is_empty());
        for other in ["[lints.rust]\nunsafe_code = \"allow\"\n", "[package]\n"] {
            assert_eq!(found(other), ["crates/guard-proof/Cargo.toml:1"]);
        }
    }

    #[test]
    fn only_tests_tamper_with_the_store() {
        let manifest = |table: &str| format!("[{table}]\nvardbron-tamper.workspace = true\n");
        for name in ["server", "testkit"] {
            let place = format!("crates/{name}/Cargo.toml:2");
            assert_eq!(found(name, &manifest("dependencies")), [place]);
            assert!(found(name, &manifest("dev-dependencies")).is_empty());
        }
    }

    #[test]
    fn a_crate_nobody_thought_about_is_found() {
        assert_eq!(
            found("misc", "[dependencies]\n"),
            ["crates/misc/Cargo.toml:1"]
        );
    }

    #[test]
    fn what_the_map_allows_is_allowed() {
        let manifest = "[dependencies]\nvardbron-app.workspace = true\naxum.workspace = true\n\
                        [dev-dependencies]\nvardbron-testkit.workspace = true\n";
        assert!(found("web", manifest).is_empty());
    }
}
