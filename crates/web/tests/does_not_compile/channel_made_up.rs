//! Something leaves by a channel that the guard does not know.

use disclosure::Channel;

const FAX: Channel = Channel::Fax;

fn main() {}
