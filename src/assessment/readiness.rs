//! What a person states for the gates before applying (预检): certificates of managers, and answers to gates that no
//! record in the case can answer.

use std::fmt;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// The number of a certificate, from 1; unique within the case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct CertificateId(pub u32);

impl fmt::Display for CertificateId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// The certificate of an after-sales manager (售后服务管理师).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ManagerCertificate {
    /// Who has it, not empty.
    pub name: String,
    /// 证书编号; may be empty, and does not count then.
    pub number: String,
    /// 有效期至; none where it was not said.
    pub expires: Option<NaiveDate>,
    /// Where the person works: headquarters or which outlet.
    pub place: String,
}

impl ManagerCertificate {
    /// Whether it counts for the quota on a day: it has a number and has not expired.
    #[must_use]
    pub fn counts(&self, today: NaiveDate) -> bool {
        !self.number.trim().is_empty() && self.expires.is_none_or(|expires| expires >= today)
    }
}

/// What a person answers to a gate.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GateAnswer {
    /// Whether it is passed; none while nobody said.
    pub passes: Option<bool>,
    /// The day that the gate asks for, such as the first day of operation.
    pub day: Option<NaiveDate>,
    /// What there is to say.
    pub note: String,
}
