//! The municipality's rehab is named as an audience: there is no such type.

use disclosure::audience::MunicipalRehab;

fn main() {}
