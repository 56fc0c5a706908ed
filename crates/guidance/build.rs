//! Lists the forms of the repository's folder, so that each is built into the program.

use std::{env, error::Error, fs, path::Path};

fn main() -> Result<(), Box<dyn Error>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../guidance/forms");
    println!("cargo:rerun-if-changed={}", folder.display());
    let mut files = Vec::new();
    for file in fs::read_dir(&folder)? {
        let file = file?.path();
        if file.extension().is_some_and(|ending| ending == "toml") {
            files.push(file);
        }
    }
    files.sort();
    let mut entries = Vec::new();
    for file in files {
        let name = file.file_name().and_then(|name| name.to_str());
        let name = name.ok_or("a form's file name is no text")?;
        let place = file.to_str().ok_or("the folder's path is no text")?;
        entries.push(format!(
            "(\"guidance/forms/{name}\", include_str!({place:?})),"
        ));
    }
    let list = format!("&[{}]", entries.concat());
    fs::write(Path::new(&env::var("OUT_DIR")?).join("forms.rs"), list)?;
    Ok(())
}
