//! How a document leaves the product as something to read: a page, a print, a file.

use disclosure::views::PostedLetter;

/// Draws a document for one medium. It gets a document only when everything has been decided again
/// and the log says that it is taken out, and it adds nothing that the document does not say. `web`
/// draws the page that is printed; a renderer that needs a library of its own is a crate that
/// `server` wires.
pub trait Renderer {
    /// What is drawn.
    type Output;

    /// Draws a document.
    fn render(&self, letter: &PostedLetter) -> Self::Output;
}

impl<F, T> Renderer for F
where
    F: Fn(&PostedLetter) -> T,
{
    type Output = T;

    fn render(&self, letter: &PostedLetter) -> T {
        self(letter)
    }
}
