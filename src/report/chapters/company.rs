//! The company: who is assessed.

use std::fmt::Display;

use super::teller::Teller;
use crate::criteria::whole;
use crate::planning::{Certified, quota};
use crate::report::outline::{Block, Fact, Text};

pub fn write(t: &Teller) -> Vec<Block> {
    let (words, company) = (t.words, &t.assessment.company);
    let people = |count: Option<u32>| match count {
        Some(n) => Text::plain(words.company_people.fill(&[("n", &n)])),
        None => Text::quiet(&*words.not_filled),
    };
    // Where certificates are listed, those that count on the day of the report.
    let certified = quota(t.assessment, t.subject.date).certified.map(Certified::number);
    let rate = match (certified, company.service_managers) {
        (Some(certified), Some(managers)) => {
            t.percent(&whole(certified), &whole(managers)).map(|rate| (certified, rate))
        }
        _ => None,
    };
    let certified = match rate {
        Some((n, rate)) => {
            let places: [(&str, &dyn Display); 2] = [("n", &n), ("rate", &rate)];
            Text::plain(words.company_certified_value.fill(&places))
        }
        None => people(certified),
    };
    let sites = if company.sites.is_empty() {
        Text::quiet(&*words.not_filled)
    } else {
        let count = words.company_sites_count.fill(&[("n", &company.sites.len())]);
        Text::quiet(count).then(format!("\n{}", company.sites.join("\n")))
    };
    vec![Block::Profile(vec![
        Fact::new(&*words.company_name, t.or_not_filled(&company.name)),
        Fact::new(&*words.company_sells, t.or_not_filled(&company.sells)),
        Fact::new(&*words.company_scope, t.or_not_filled(&company.scope)),
        Fact::new(&*words.company_sites, sites),
        Fact::new(&*words.company_headcount, people(company.headcount)),
        Fact::new(&*words.company_managers, people(company.service_managers)),
        Fact::new(&*words.company_certified, certified),
        Fact::new(&*words.company_contact, t.or_not_filled(&company.contact)),
        Fact::new(&*words.company_author, t.or_not_filled(&company.prepared_by)),
    ])]
}
