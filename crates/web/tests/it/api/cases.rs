mod audiences;
mod commands;
mod events;
mod list;
mod open;
mod show;
mod steps;
