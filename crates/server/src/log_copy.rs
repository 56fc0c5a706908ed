//! Other places that the log's checkpoints are sent to, so that whoever has the database's files and
//! the key beside them cannot make the log anew unseen.

use std::{
    fmt::{self, Display},
    io,
    net::{IpAddr, Ipv4Addr, Ipv6Addr, ToSocketAddrs as _, UdpSocket},
    path::PathBuf,
    str::FromStr,
    time::Duration,
};

/// How long a place may take to take a line.
const PATIENCE: Duration = Duration::from_secs(5);

/// The priority of a line to a syslog: facility 13 (log audit), severity 6 (informational), RFC 5424.
const PRIORITY: u8 = 13 * 8 + 6;

/// A place that checkpoints are sent to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum LogCopy {
    /// A file, on another disk or machine.
    File(PathBuf),
    /// The socket of this machine's syslog.
    Socket(PathBuf),
    /// Host and port of another machine's syslog, over UDP.
    Address(String),
}

impl FromStr for LogCopy {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text.strip_prefix("syslog:") {
            None if text.is_empty() => Err("a place is missing".to_owned()),
            None => Ok(Self::File(PathBuf::from(text))),
            Some(path) if path.starts_with('/') => Ok(Self::Socket(PathBuf::from(path))),
            Some(address) => match address.rsplit_once(':') {
                Some((host, port)) if !host.is_empty() && port.parse::<u16>().is_ok() => {
                    Ok(Self::Address(address.to_owned()))
                }
                Some(_) | None => Err("syslog: wants a path or HOST:PORT".to_owned()),
            },
        }
    }
}

impl Display for LogCopy {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File(path) => write!(out, "{}", path.display()),
            Self::Socket(path) => write!(out, "syslog:{}", path.display()),
            Self::Address(address) => write!(out, "syslog:{address}"),
        }
    }
}

impl LogCopy {
    /// Sends checkpoints, with their numbers, to a syslog. A file is none.
    pub(crate) fn send(&self, lines: &[(i64, String)]) -> io::Result<()> {
        let messages = lines.iter().map(|(number, line)| message(*number, line));
        match self {
            Self::File(_) => Ok(()),
            Self::Socket(path) => send_to_socket(path, messages),
            Self::Address(address) => {
                let socket = connected(address)?;
                for message in messages {
                    socket.send(message.as_bytes())?;
                }
                Ok(())
            }
        }
    }
}

/// A socket to the first address of a name that takes one.
fn connected(address: &str) -> io::Result<UdpSocket> {
    let mut failed = io::Error::other("the name has no address");
    for peer in address.to_socket_addrs()? {
        let own: IpAddr = if peer.is_ipv4() {
            Ipv4Addr::UNSPECIFIED.into()
        } else {
            Ipv6Addr::UNSPECIFIED.into()
        };
        let made = UdpSocket::bind((own, 0)).and_then(|socket| {
            socket.set_write_timeout(Some(PATIENCE))?;
            socket.connect(peer)?;
            Ok(socket)
        });
        match made {
            Ok(socket) => return Ok(socket),
            Err(error) => failed = error,
        }
    }
    Err(failed)
}

#[cfg(unix)]
fn send_to_socket(
    path: &std::path::Path,
    messages: impl Iterator<Item = String>,
) -> io::Result<()> {
    let socket = std::os::unix::net::UnixDatagram::unbound()?;
    socket.set_write_timeout(Some(PATIENCE))?;
    for message in messages {
        socket.send_to(message.as_bytes(), path)?;
    }
    Ok(())
}

#[cfg(not(unix))]
fn send_to_socket(_: &std::path::Path, _: impl Iterator<Item = String>) -> io::Result<()> {
    Err(io::Error::other("this machine has no such sockets"))
}

/// A line for a syslog, without an instant or a host of its own: the checkpoint says when.
fn message(number: i64, line: &str) -> String {
    format!("<{PRIORITY}>1 - - vardbron - checkpoint-{number} - {line}")
}

/// The checkpoint in a line that a syslog has written, if the line is one of ours.
pub(crate) fn checkpoint_in(line: &str) -> Option<&str> {
    if line.starts_with('{') {
        return Some(line);
    }
    let begin = line.find("{\"number\":")?;
    line.get(begin..).filter(|_| line.contains("checkpoint-"))
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::{LogCopy, checkpoint_in, message};

    #[test]
    fn a_place_is_a_file_or_a_syslog() {
        for (text, place) in [
            (
                "/mnt/other/lines",
                LogCopy::File(PathBuf::from("/mnt/other/lines")),
            ),
            (
                "syslog:/dev/log",
                LogCopy::Socket(PathBuf::from("/dev/log")),
            ),
            (
                "syslog:logs.example.se:514",
                LogCopy::Address("logs.example.se:514".to_owned()),
            ),
        ] {
            let read: LogCopy = text.parse().unwrap();
            assert_eq!(read, place);
            assert_eq!(read.to_string(), text);
        }
        for wrong in [
            "",
            "syslog:",
            "syslog:host",
            "syslog:host:port",
            "syslog::514",
        ] {
            assert!(wrong.parse::<LogCopy>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_checkpoint_is_found_in_the_line_that_a_syslog_has_made_of_it() {
        let line = "{\"number\":7,\"at\":\"2026\"}";
        let sent = message(7, line);
        assert!(sent.starts_with("<110>1 - - vardbron "));
        for written in [line, &sent, &format!("Nov 30 05:20:01 host {sent}")] {
            assert_eq!(checkpoint_in(written), Some(line), "{written}");
        }
        assert_eq!(
            checkpoint_in("Nov 30 05:20:01 host sshd: {\"number\":7}"),
            None
        );
    }

    #[cfg(unix)]
    #[test]
    fn what_is_sent_to_a_syslog_arrives() {
        let path = std::env::temp_dir().join(format!("vardbron-syslog-{}", std::process::id()));
        let _ = std::fs::remove_file(&path);
        let server = std::os::unix::net::UnixDatagram::bind(&path).unwrap();
        let copy: LogCopy = format!("syslog:{}", path.display()).parse().unwrap();
        copy.send(&[(1, "{\"number\":1}".to_owned())]).unwrap();
        let mut bytes = [0; 512];
        let length = server.recv(&mut bytes).unwrap();
        let got = std::str::from_utf8(&bytes[..length]).unwrap();
        assert_eq!(checkpoint_in(got), Some("{\"number\":1}"));
        std::fs::remove_file(&path).unwrap();
        assert!(copy.send(&[(2, String::new())]).is_err(), "nobody listens");

        let server = std::net::UdpSocket::bind("127.0.0.1:0").unwrap();
        let address = server.local_addr().unwrap();
        let copy: LogCopy = format!("syslog:{address}").parse().unwrap();
        copy.send(&[(3, "{\"number\":3}".to_owned())]).unwrap();
        let length = server.recv(&mut bytes).unwrap();
        let got = std::str::from_utf8(&bytes[..length]).unwrap();
        assert_eq!(checkpoint_in(got), Some("{\"number\":3}"));
    }
}
