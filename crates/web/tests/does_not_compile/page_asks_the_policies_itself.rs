//! A page asks the policies with entities of its own.

use cedar_policy::Authorizer;

fn main() {}
