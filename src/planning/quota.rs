//! The quota of certified after-sales managers (售后服务管理师), clause 5.1.2.2.
//!
//! Known from several sources (S1, S3, W9): 10 % of all service managers, of headquarters and of outlets, at least one.
//! What nobody says is how a fraction is rounded; rounding up is this tool's convention, and whoever shows the quota
//! says so.

use std::collections::BTreeSet;

use chrono::{Days, NaiveDate};

use crate::assessment::{Assessment, CertificateId, Verdict};
use crate::criteria::{ClauseId, Method, Scheme};

/// How many of a hundred service managers have to be certified.
pub const QUOTA_PERCENT: u32 = 10;
/// Certificates that expire within so many days are warned of, the last of them included.
pub const EXPIRES_SOON_DAYS: u64 = 90;

/// The quota and how far it is filled on a day.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Quota {
    /// The base: service managers of headquarters and outlets. None where that was not said or is zero, since a
    /// company without any service manager has nothing to take a tenth of.
    pub base: Option<u32>,
    /// Of them in outlets, where that was said.
    pub outlets: Option<u32>,
    /// Of them at headquarters, where both are known and fit.
    pub headquarters: Option<u32>,
    /// More managers are in outlets than there are in all.
    pub outlets_exceed: bool,
    /// How many certified managers it takes; none without a base.
    pub needed: Option<u32>,
    /// How many there are; none where nothing was said.
    pub certified: Option<Certified>,
    /// How many were stated in the profile, where certificates are listed and say another number.
    pub stated_otherwise: Option<u32>,
    /// How many are missing; none where base or certified managers are not known.
    pub missing: Option<u32>,
    /// Certificates that are listed and have expired.
    pub expired: Vec<CertificateId>,
    /// Certificates that count and expire within [`EXPIRES_SOON_DAYS`].
    pub expiring: Vec<CertificateId>,
    /// Certificates without a number, which do not count.
    pub unnumbered: Vec<CertificateId>,
    /// Certificates whose number another one has already; they do not count again.
    pub repeated: Vec<CertificateId>,
}

/// How many certified managers there are, and by what that is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Certified {
    /// Certificates in the register that count on the day.
    Listed(u32),
    /// The number stated in the profile; nobody listed certificates.
    Stated(u32),
}

impl Certified {
    /// How many.
    #[must_use]
    pub fn number(self) -> u32 {
        match self {
            Self::Listed(number) | Self::Stated(number) => number,
        }
    }
}

impl Quota {
    /// Whether what is listed and what is stated say different things about the quota.
    #[must_use]
    pub fn contradicts_itself(&self) -> bool {
        match (self.needed, self.certified, self.stated_otherwise) {
            (Some(needed), Some(certified), Some(stated)) => (certified.number() >= needed) != (stated >= needed),
            _ => false,
        }
    }
}

/// The quota of a case on a day.
#[must_use]
pub fn quota(assessment: &Assessment, today: NaiveDate) -> Quota {
    let company = &assessment.company;
    let base = company.service_managers.filter(|managers| *managers > 0);
    // No product that could overflow: 10 % rounded up is one for every ten begun.
    let needed = base.map(|base| base.div_ceil(100 / QUOTA_PERCENT).max(1));
    let mut out = Quota { base, outlets: company.outlet_managers, needed, ..Quota::default() };
    if let (Some(base), Some(outlets)) = (base, company.outlet_managers) {
        out.headquarters = base.checked_sub(outlets);
        out.outlets_exceed = outlets > base;
    }
    let soon = today.checked_add_days(Days::new(EXPIRES_SOON_DAYS)).unwrap_or(NaiveDate::MAX);
    let mut numbers = BTreeSet::new();
    for (id, certificate) in &assessment.certificates {
        let number = certificate.number.trim();
        if number.is_empty() {
            out.unnumbered.push(*id);
        } else if !certificate.counts(today) {
            out.expired.push(*id);
        } else if !numbers.insert(number.to_lowercase()) {
            out.repeated.push(*id);
        } else if certificate.expires.is_some_and(|expires| expires <= soon) {
            out.expiring.push(*id);
        }
    }
    let listed = u32::try_from(numbers.len()).unwrap_or(u32::MAX);
    out.certified = if assessment.certificates.is_empty() {
        company.certified_managers.map(Certified::Stated)
    } else {
        out.stated_otherwise = company.certified_managers.filter(|stated| *stated != listed);
        Some(Certified::Listed(listed))
    };
    out.missing = needed.zip(out.certified).map(|(needed, certified)| needed.saturating_sub(certified.number()));
    out
}

/// What the quota says of its clause: it meets, or so many of the required managers are missing. None where the quota
/// is not known or the scheme does not have the clause. A suggestion: a person takes it over, or does not.
#[must_use]
pub fn suggested_verdict(scheme: &Scheme, clause: &ClauseId, quota: &Quota) -> Option<Verdict> {
    let clause = scheme.clause(clause)?;
    let (needed, missing) = quota.needed.zip(quota.missing)?;
    Some(match clause.method {
        _ if missing == 0 => Verdict::Meets,
        Method::Proportional { .. } => Verdict::Sampled { checked: needed, nonconforming: missing },
        Method::AllOrNothing => Verdict::Fails,
    })
}
