//! Reading (P5, P7, P8): a client that asks for one address after another as one user.

use super::load::Requester;

/// The number of connections that reading is measured with.
pub(super) const TOGETHER: usize = 16;

/// A client that only reads.
pub(super) struct Reader {
    requests: std::sync::Arc<Vec<Vec<u8>>>,
    at: usize,
    left: usize,
    /// The total size of all answers.
    pub(super) bytes: usize,
    pub(super) answers: usize,
}

impl Reader {
    /// Several readers of the same addresses, each starting at another one; together they send
    /// `count` requests.
    pub(super) fn several(requests: Vec<Vec<u8>>, readers: usize, count: usize) -> Vec<Self> {
        let requests = std::sync::Arc::new(requests);
        (0..readers)
            .map(|reader| Self {
                at: requests.len() * reader / readers.max(1),
                requests: std::sync::Arc::clone(&requests),
                left: count / readers.max(1),
                bytes: 0,
                answers: 0,
            })
            .collect()
    }
}

impl Requester for Reader {
    fn next(&mut self, request: &mut Vec<u8>) -> bool {
        let Some(left) = self.left.checked_sub(1) else {
            return false;
        };
        let Some(next) = self.requests.get(self.at) else {
            return false;
        };
        request.extend_from_slice(next);
        self.left = left;
        self.at = (self.at + 1) % self.requests.len();
        true
    }

    fn hear(&mut self, status: u16, body: &[u8]) -> Result<(), String> {
        if status != 200 {
            return Err(format!("{status}: {}", String::from_utf8_lossy(body)));
        }
        self.bytes += body.len();
        self.answers += 1;
        Ok(())
    }
}

/// A program's request, with its token.
pub(super) fn with_token(path: &str, token: &str) -> Vec<u8> {
    format!("GET {path} HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer {token}\r\n\r\n")
        .into_bytes()
}

/// A browser's request, with a session, that accepts compressed answers.
pub(super) fn with_session(path: &str, token: &str) -> Vec<u8> {
    format!(
        "GET {path} HTTP/1.1\r\nhost: localhost\r\naccept: text/html\r\naccept-encoding: gzip\r\n\
         cookie: vardbron={token}\r\n\r\n"
    )
    .into_bytes()
}
