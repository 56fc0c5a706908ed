//! Integration tests of the vocabulary: numbers, the calendar, places, commands.

mod calendar;
mod command;
mod geography;
mod identifier;
