//! A minimal HTTP/1.1 client over one kept-alive connection: it writes prepared bytes and reads one
//! complete answer. It refuses to know what is asked. Loopback only: the address is that of a child
//! process.

use std::{io, net::SocketAddr};

use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
};

/// The longest answer accepted; anything longer is a mistake in the measurement.
const LONGEST: usize = 4 << 20;

/// A kept-alive connection.
pub(super) struct Connection {
    stream: TcpStream,
    buffer: Vec<u8>,
    body: Vec<u8>,
}

/// An answer, valid until the next request.
pub(super) struct HttpAnswer<'a> {
    pub(super) status: u16,
    /// The body as sent, compressed if the server compressed it.
    pub(super) body: &'a [u8],
}

/// How the end of the body is marked.
enum Length {
    Known(usize),
    Chunked,
}

impl Connection {
    /// Connects to a server.
    pub(super) async fn open(address: SocketAddr) -> io::Result<Self> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        Ok(Self {
            stream,
            buffer: Vec::with_capacity(16 << 10),
            body: Vec::new(),
        })
    }

    /// Sends a request and waits for the whole answer.
    pub(super) async fn ask(&mut self, request: &[u8]) -> io::Result<HttpAnswer<'_>> {
        self.stream.write_all(request).await?;
        self.buffer.clear();
        let head = loop {
            if let Some(end) = find(&self.buffer, b"\r\n\r\n") {
                break end + 4;
            }
            self.more().await?;
        };
        let (status, length) = read_head(self.buffer.get(..head).unwrap_or_default())?;
        self.body.clear();
        match length {
            Length::Known(length) => {
                while self.buffer.len() < head + length {
                    self.more().await?;
                }
                let body = self.buffer.get(head..head + length).unwrap_or_default();
                self.body.extend_from_slice(body);
            }
            Length::Chunked => self.read_chunks(head).await?,
        }
        Ok(HttpAnswer {
            status,
            body: &self.body,
        })
    }

    async fn read_chunks(&mut self, mut at: usize) -> io::Result<()> {
        loop {
            let line = loop {
                let rest = self.buffer.get(at..).unwrap_or_default();
                if let Some(end) = find(rest, b"\r\n") {
                    break at + end;
                }
                self.more().await?;
            };
            let size = std::str::from_utf8(self.buffer.get(at..line).unwrap_or_default())
                .ok()
                .and_then(|text| usize::from_str_radix(text.trim(), 16).ok())
                .ok_or_else(|| odd("a chunk's size cannot be read"))?;
            let begin = line + 2;
            while self.buffer.len() < begin + size + 2 {
                self.more().await?;
            }
            if size == 0 {
                return Ok(());
            }
            let chunk = self.buffer.get(begin..begin + size).unwrap_or_default();
            self.body.extend_from_slice(chunk);
            at = begin + size + 2;
        }
    }

    async fn more(&mut self) -> io::Result<()> {
        if self.buffer.len() > LONGEST {
            return Err(odd("the answer is too long"));
        }
        if self.stream.read_buf(&mut self.buffer).await? == 0 {
            return Err(odd("the server closed the connection"));
        }
        Ok(())
    }
}

fn read_head(head: &[u8]) -> io::Result<(u16, Length)> {
    let head = std::str::from_utf8(head).map_err(|_| odd("the head is not text"))?;
    let mut lines = head.split("\r\n");
    let status = lines
        .next()
        .and_then(|line| line.split(' ').nth(1))
        .and_then(|code| code.parse().ok())
        .ok_or_else(|| odd("there is no status"))?;
    let mut length = Length::Known(0);
    for line in lines {
        let Some((name, value)) = line.split_once(':') else {
            continue;
        };
        if name.eq_ignore_ascii_case("content-length") {
            let bytes = value.trim().parse();
            length = Length::Known(bytes.map_err(|_| odd("the length cannot be read"))?);
        } else if name.eq_ignore_ascii_case("transfer-encoding") {
            length = Length::Chunked;
        }
    }
    Ok((status, length))
}

fn find(bytes: &[u8], what: &[u8]) -> Option<usize> {
    bytes.windows(what.len()).position(|window| window == what)
}

fn odd(what: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, what)
}

#[cfg(test)]
mod tests {
    use super::{Length, read_head};

    #[test]
    fn the_head_tells_status_and_length() {
        let (status, length) =
            read_head(b"HTTP/1.1 201 Created\r\nContent-Length: 17\r\n\r\n").unwrap();
        assert_eq!(status, 201);
        assert!(matches!(length, Length::Known(17)));
        let (_, length) =
            read_head(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n").unwrap();
        assert!(matches!(length, Length::Chunked));
        assert!(read_head(b"nonsense\r\n\r\n").is_err());
    }
}
