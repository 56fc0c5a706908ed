//! Files that nobody but their owner may read: the log's key, and the password of the e-mail server.

use std::{
    fs::{File, OpenOptions},
    io::{self, Read as _},
    path::Path,
};

/// The text of a file that only its owner can read. Another is refused, because what it holds is
/// no secret.
pub(crate) fn read(path: &Path) -> io::Result<String> {
    let mut file = File::open(path)?;
    // Asked of the open file, so that it cannot be another one by then.
    refuse_others(&file)?;
    let mut text = String::new();
    file.read_to_string(&mut text)?;
    Ok(text)
}

/// Options to make a file that only its owner can read.
pub(crate) fn made() -> OpenOptions {
    let mut options = OpenOptions::new();
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.mode(0o600);
    }
    options
}

#[cfg(unix)]
fn refuse_others(file: &File) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    let for_others = file.metadata()?.permissions().mode() & 0o077;
    if for_others > 0 {
        return Err(io::Error::other("others can read it: chmod 600"));
    }
    Ok(())
}

#[cfg(not(unix))]
fn refuse_others(_file: &File) -> io::Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::{fs::Permissions, os::unix::fs::PermissionsExt as _};

    #[test]
    fn a_file_that_others_can_read_in_any_way_is_refused() {
        let folder = std::env::temp_dir().join(format!("vardbron-owners-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let file = folder.join("password");
        std::fs::write(&file, "hemligt\n").unwrap();
        let link = folder.join("link");
        std::os::unix::fs::symlink(&file, &link).unwrap();
        for (mode, read) in [
            (0o600, true),
            (0o400, true),
            (0o640, false),
            (0o604, false),
            (0o620, false),
            (0o601, false),
            (0o777, false),
        ] {
            std::fs::set_permissions(&file, Permissions::from_mode(mode)).unwrap();
            for path in [&file, &link] {
                assert_eq!(super::read(path).is_ok(), read, "{mode:o}");
            }
        }
        std::fs::remove_dir_all(&folder).unwrap();
    }
}
