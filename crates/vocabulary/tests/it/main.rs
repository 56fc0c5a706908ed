//! Integration tests of the vocabulary: numbers, the calendar, places.

mod calendar;
mod geography;
mod identifier;
