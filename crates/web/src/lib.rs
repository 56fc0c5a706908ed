//! The door for people and programs: pages and the JSON API. It asks `app` and shows what it is
//! given; it holds no rule of the guidance and never sees an undisclosed case.

pub mod assets;
pub mod page;
