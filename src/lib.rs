//! Xingping 星评: self-assessment of after-sales service under GB/T 27922-2011.
//!
//! Five pure rooms in the order in which the data walks through them, two keepers, two doors, one floor:
//!
//! ```text
//! criteria → assessment → scoring → planning → report        lang   (the words, under everything)
//! (asked)    (answered)   (means)   (do next)  (told)        store  (the disk)
//!                                                            session (the open case)
//!                                                            cli, app (the doors)
//! ```
//!
//! Invariants, held by `tests/it/house.rs`: the pure rooms know neither disk nor clock nor window;
//! scores are exact rationals, never floats; nothing flows backwards; nobody but `store` writes files.

pub mod lang;

pub mod criteria;

pub mod assessment;

pub mod scoring;

pub mod planning;

pub mod report;

pub mod store;

pub mod session;

pub mod cli;

#[cfg(feature = "gui")]
pub mod app;
