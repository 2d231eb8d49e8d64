//! How a case is opened, and what comes of it.

use std::sync::Arc;

use chrono::NaiveDateTime;

use super::disk::{Disk, Real};
use super::keeper::Keeper;
use super::lock::{Holder, Me};
use super::look::OpenNotice;
use super::{Case, Fault};

/// How a case is opened.
#[derive(Debug, Clone)]
pub struct Opening {
    /// Who opens it.
    pub me: Me,
    /// Now, local time.
    pub now: NaiveDateTime,
    /// Whether to take the case from a holder that is evidently gone.
    pub take_over: bool,
    /// Where it is written; tests put in one that fails.
    pub disk: Arc<dyn Disk>,
}

impl Opening {
    /// In the usual way.
    #[must_use]
    pub fn new(me: Me, now: NaiveDateTime) -> Self {
        Self { me, now, take_over: false, disk: Arc::new(Real) }
    }
}

/// An opened case.
#[derive(Debug)]
pub struct Opened {
    /// The case with everything that its journal held.
    pub case: Case,
    /// Whether it may be written.
    pub access: Access,
    /// What the person should know.
    pub notices: Vec<OpenNotice>,
}

/// Whether a case may be written.
#[derive(Debug)]
pub enum Access {
    /// It is ours.
    Writing(Box<Keeper>),
    /// Another has it; it can be looked at. `gone` when that other gave no sign of life for long.
    Held {
        /// Who, where that can be read.
        holder: Option<Holder>,
        /// Whether it may be taken over.
        gone: bool,
    },
    /// The folder cannot be written.
    Unwritable(Fault),
}
