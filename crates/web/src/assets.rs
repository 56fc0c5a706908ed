//! The files that a page needs in addition to its HTML: styles, script, font and icons, built into
//! the binary.
//!
//! Their URLs contain a hash of all the files together, so that answers may be cached for ever and
//! relative URLs inside the style sheets work. This module knows nothing of users, sessions or
//! cases: everyone gets the same bytes.

use std::sync::LazyLock;

/// A file as it is served.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Asset {
    /// The last part of its URL, such as `app.css`.
    pub name: &'static str,
    /// The `Content-Type` to answer with.
    pub content_type: &'static str,
    /// The bytes as they are sent.
    pub bytes: &'static [u8],
}

/// The `Cache-Control` header: the content of a URL never changes.
pub const CACHE_CONTROL: &str = "public, max-age=31536000, immutable";

const CSS: &str = "text/css; charset=utf-8";
const SCRIPT: &str = "text/javascript; charset=utf-8";
const SVG: &str = "image/svg+xml";

macro_rules! asset {
    ($name:literal, $content_type:expr) => {
        Asset {
            name: $name,
            content_type: $content_type,
            bytes: include_bytes!(concat!("../assets/", $name)),
        }
    };
}

/// Every file there is, in the order of their names.
pub static ASSETS: [Asset; 13] = [
    asset!("app.css", CSS),
    asset!("app.js", SCRIPT),
    asset!("designsystemet.css", CSS),
    asset!("ds-1.svg", SVG),
    asset!("ds-2.svg", SVG),
    asset!("ds-3.svg", SVG),
    asset!("ds-4.svg", SVG),
    asset!("ds-5.svg", SVG),
    asset!("ds-6.svg", SVG),
    asset!("ds-7.svg", SVG),
    asset!("favicon.svg", SVG),
    asset!("inter.woff2", "font/woff2"),
    asset!("tema.css", CSS),
];

/// FNV-1a over names and bytes. It only names a version and protects nothing.
static HASH: LazyLock<String> = LazyLock::new(|| {
    let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
    for asset in &ASSETS {
        for byte in asset.name.bytes().chain(asset.bytes.iter().copied()) {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
    format!("{hash:016x}")
});

/// The hash in every asset URL of this build: sixteen hexadecimal digits.
pub fn asset_hash() -> &'static str {
    &HASH
}

/// The URL of an asset, `/tillgangar/{hash}/{name}`. A name that does not exist gives a URL that
/// answers 404; a test checks that templates use existing names.
pub fn asset_url(name: &str) -> String {
    format!("/tillgangar/{}/{name}", asset_hash())
}

/// The file to serve at `/tillgangar/{hash}/{name}`; `None` when the hash is another build's or
/// there is no such file.
pub fn find(hash: &str, name: &str) -> Option<&'static Asset> {
    if hash != asset_hash() {
        return None;
    }
    ASSETS.iter().find(|asset| asset.name == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(name: &str) -> &'static str {
        let asset = ASSETS.iter().find(|asset| asset.name == name).unwrap();
        std::str::from_utf8(asset.bytes).unwrap()
    }

    #[test]
    fn every_address_a_style_sheet_names_is_a_file_of_ours() {
        for sheet in ["app.css", "designsystemet.css", "tema.css"] {
            for part in text(sheet).split("url(").skip(1) {
                let target = part.split(')').next().unwrap();
                assert!(
                    ASSETS.iter().any(|asset| asset.name == target),
                    "{sheet} names {target}"
                );
            }
        }
    }

    #[test]
    fn no_file_that_a_page_loads_calls_another_server() {
        for asset in ASSETS
            .iter()
            .filter(|asset| asset.content_type != "font/woff2")
        {
            let text = std::str::from_utf8(asset.bytes).unwrap();
            let calls = text.replace("http://www.w3.org/2000/svg", "");
            assert!(!calls.contains("http://"), "{}", asset.name);
            assert!(!calls.contains("https://"), "{}", asset.name);
            assert!(!calls.contains("url(\"data:"), "{}", asset.name);
        }
    }

    #[test]
    fn a_page_of_an_older_build_finds_nothing_rather_than_something_else() {
        assert_eq!(
            find(asset_hash(), "app.css").map(|asset| asset.content_type),
            Some(CSS)
        );
        assert_eq!(find("0000000000000000", "app.css"), None);
        assert_eq!(find(asset_hash(), "../Cargo.toml"), None);
    }

    #[test]
    fn the_script_keeps_no_case_text_in_the_browser() {
        for store in [
            "localStorage",
            "sessionStorage",
            "indexedDB",
            "document.cookie",
        ] {
            assert!(!text("app.js").contains(store), "{store}");
        }
    }
}
