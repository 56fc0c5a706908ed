//! The project's files, as git sees them, read once. It knows nothing of what they should hold.

use std::path::PathBuf;
use std::process::Command;

/// A text file of the project.
#[derive(Debug)]
pub(crate) struct File {
    /// From the project's root, with `/` between folders.
    pub(crate) path: String,
    /// The whole text; empty for a file that is not text.
    pub(crate) text: String,
    /// Whether it is a module that is built for tests only, or stands inside one.
    pub(crate) test_only: bool,
}

impl File {
    /// Whether the name ends with `.extension`.
    pub(crate) fn has_extension(&self, extension: &str) -> bool {
        self.path
            .rsplit_once('.')
            .is_some_and(|(_, found)| found == extension)
    }

    /// The folder under `crates/` that the file stands in.
    pub(crate) fn crate_name(&self) -> Option<&str> {
        self.path.strip_prefix("crates/")?.split('/').next()
    }

    /// Whether it is Rust that the product (or a development crate) is built from, tests left out.
    pub(crate) fn is_crate_source(&self) -> bool {
        let source = self
            .crate_name()
            .is_some_and(|name| self.path.starts_with(&format!("crates/{name}/src/")));
        source && self.has_extension("rs") && !self.test_only
    }

    /// The files, without `.rs`, of the modules that this one declares for tests only, laid out as
    /// rustfmt lays them out.
    fn test_modules(&self) -> Vec<String> {
        let Some(folder) = self.module_folder() else {
            return Vec::new();
        };
        let lines: Vec<&str> = self.text.lines().map(str::trim).collect();
        lines
            .windows(2)
            .filter(|pair| pair[0] == "#[cfg(test)]")
            .filter_map(|pair| pair[1].rsplit("mod ").next()?.strip_suffix(';'))
            .map(|name| format!("{folder}/{name}"))
            .collect()
    }

    /// Where the modules of this one are looked for.
    fn module_folder(&self) -> Option<&str> {
        let stem = self.path.strip_suffix(".rs")?;
        let (folder, name) = stem.rsplit_once('/')?;
        Some(if matches!(name, "lib" | "main") {
            folder
        } else {
            stem
        })
    }

    /// Whether others wrote it and it stands here unchanged.
    pub(crate) fn is_vendored(&self) -> bool {
        self.path.contains("/vendor/")
    }

    /// Lines with their numbers, from 1.
    pub(crate) fn lines(&self) -> impl Iterator<Item = (usize, &str)> {
        (1..).zip(self.text.lines())
    }
}

/// All files of the project, by path.
#[derive(Debug)]
pub(crate) struct Tree {
    files: Vec<File>,
}

impl Tree {
    /// Reads what git lists (also what is new and not ignored) from the project's root, so that a
    /// finding shows before it is committed. Fails when there is no git or no work tree.
    pub(crate) fn of_working_folder() -> Result<Self, std::io::Error> {
        let root = root()?;
        let listed = git(&[
            "-C",
            &root.to_string_lossy(),
            "ls-files",
            "-z",
            "--cached",
            "--others",
            "--exclude-standard",
        ])?;
        let mut files = Vec::new();
        for path in listed.split('\0').filter(|path| !path.is_empty()) {
            // A deleted file is listed until the deletion is committed; a link leads to another row.
            if root
                .join(path)
                .symlink_metadata()
                .is_ok_and(|found| found.is_file())
            {
                let bytes = std::fs::read(root.join(path))?;
                let text = String::from_utf8(bytes).unwrap_or_default();
                files.push(File {
                    path: path.to_owned(),
                    text,
                    test_only: false,
                });
            }
        }
        Ok(Self::with(files))
    }

    /// A tree made up for a test.
    #[cfg(test)]
    pub(crate) fn of(files: &[(&str, &str)]) -> Self {
        let files = files
            .iter()
            .map(|(path, text)| File {
                path: (*path).to_owned(),
                text: (*text).to_owned(),
                test_only: false,
            })
            .collect();
        Self::with(files)
    }

    fn with(mut files: Vec<File>) -> Self {
        let modules: Vec<String> = files.iter().flat_map(File::test_modules).collect();
        for file in &mut files {
            file.test_only = modules.iter().any(|module| {
                file.path
                    .strip_prefix(module.as_str())
                    .is_some_and(|rest| rest == ".rs" || rest.starts_with('/'))
            });
        }
        Self { files }
    }

    /// Every file.
    pub(crate) fn files(&self) -> &[File] {
        &self.files
    }

    /// The file at a path.
    pub(crate) fn file(&self, path: &str) -> Option<&File> {
        self.files.iter().find(|file| file.path == path)
    }

    /// Whether a file or a folder stands at the path.
    pub(crate) fn holds(&self, path: &str) -> bool {
        let path = path.trim_end_matches('/');
        self.files.iter().any(|file| {
            file.path
                .strip_prefix(path)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        })
    }

    /// The Rust sources of the crates, tests in files of their own left out.
    pub(crate) fn crate_sources(&self) -> impl Iterator<Item = &File> {
        self.files.iter().filter(|file| file.is_crate_source())
    }
}

/// The project's root folder. Fails when there is no git or no work tree.
pub(crate) fn root() -> Result<PathBuf, std::io::Error> {
    let root = git(&["rev-parse", "--show-toplevel"])?;
    Ok(PathBuf::from(root.trim()))
}

fn git(arguments: &[&str]) -> Result<String, std::io::Error> {
    let output = Command::new("git").args(arguments).output()?;
    if output.status.success() {
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    } else {
        Err(std::io::Error::other(
            String::from_utf8_lossy(&output.stderr).into_owned(),
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_module_that_is_declared_for_tests_is_no_source_of_the_product() {
        let tree = Tree::of(&[
            ("crates/a/src/lib.rs", "mod page;\n"),
            (
                "crates/a/src/page.rs",
                "#[cfg(test)]\npub(crate) mod samples;\nmod part;\n",
            ),
            ("crates/a/src/page/samples.rs", ""),
            ("crates/a/src/page/samples/cases.rs", ""),
            ("crates/a/src/page/part.rs", ""),
        ]);
        let sources: Vec<&str> = tree
            .crate_sources()
            .map(|file| file.path.as_str())
            .collect();
        let expected = [
            "crates/a/src/lib.rs",
            "crates/a/src/page.rs",
            "crates/a/src/page/part.rs",
        ];
        assert_eq!(sources, expected);
    }
}
